package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** What a person has filled into the form of an action, and what they emptied. */
public record Values(Map<String, String> values) {

    public boolean has(String key) {
        return !text(key).isEmpty();
    }

    /** Whether it is there, be it empty. */
    public boolean named(String key) {
        return values.containsKey(key);
    }

    public boolean none() {
        return values.isEmpty();
    }

    /** Empty where it was left so. */
    public String text(String key) {
        return values.getOrDefault(key, "").strip();
    }

    public String required(String key) {
        if (!has(key)) {
            throw Fields.wrong(key, "is needed.");
        }
        return text(key);
    }

    public boolean flag(String key) {
        return text(key).equals("true");
    }

    /** A whole number from 0. */
    public OptionalLong whole(String key) {
        if (!has(key)) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text(key));
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // the same sentence
        }
        throw Fields.wrong(key, "must be a whole number.");
    }

    /** A whole number that must be there. */
    public int requiredWhole(String key) {
        try {
            return Integer.parseInt(required(key));
        } catch (NumberFormatException e) {
            throw Fields.wrong(key, "must be a whole number.");
        }
    }

    /** Those that differ from what the form began with. */
    public Values changedFrom(Map<String, String> beginning) {
        Map<String, String> changed = new HashMap<>();
        values.forEach((key, value) -> {
            if (!Objects.equals(value.strip(), beginning.getOrDefault(key, "").strip())) {
                changed.put(key, value);
            }
        });
        return new Values(changed);
    }

    /** Puts a text where one was given; one that was emptied goes. */
    public void textInto(ObjectNode json, String key) {
        if (has(key)) {
            json.put(key, text(key));
        } else if (named(key)) {
            json.remove(key);
        }
    }

    /** The same with a whole number. */
    public void wholeInto(ObjectNode json, String key) {
        OptionalLong value = whole(key);
        if (value.isPresent()) {
            json.put(key, value.getAsLong());
        } else if (named(key)) {
            json.remove(key);
        }
    }

    /** Also a no that was said is put there: it is not the same as none. */
    public void flagInto(ObjectNode json, String key) {
        if (has(key)) {
            json.put(key, flag(key));
        }
    }

    /** Says of what was filled in that it is wrong, in a whole sentence. */
    public static EngineException wrong(String key, String message) {
        return new EngineException(new Problem.Invalid(message, key));
    }
}
