package dev.modeldeck.engine.remote;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Facts of a server or a model in the order in which they are added; nothing is added empty. */
public final class Facts {

    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    private final Map<String, String> facts = new LinkedHashMap<>();

    public Facts add(String label, String value) {
        if (!value.isBlank()) {
            facts.put(label, value);
        }
        return this;
    }

    /** A text, number or truth as it is told; anything else is left out. */
    public Facts add(String label, JsonNode value) {
        return add(label, value.asString(""));
    }

    /** A number of tokens, parameters or the like, with its thousands apart. */
    public Facts count(String label, JsonNode value) {
        return value.isNumber()
                ? add(label, String.format(Locale.ROOT, "%,d", value.asLong()))
                : this;
    }

    /** A number of bytes. */
    public Facts bytes(String label, JsonNode value) {
        return value.isNumber() && value.asLong() > 0 ? add(label, size(value.asLong())) : this;
    }

    /** Yes or no; left out where the server does not say. */
    public Facts flag(String label, JsonNode value) {
        return value.isBoolean() ? add(label, value.booleanValue() ? "yes" : "no") : this;
    }

    public Map<String, String> map() {
        return facts;
    }

    private static String size(long bytes) {
        boolean large = bytes >= GIGA;
        return String.format(
                Locale.ROOT, large ? "%.1f GB" : "%.1f MB", bytes / (large ? GIGA : MEGA));
    }
}
