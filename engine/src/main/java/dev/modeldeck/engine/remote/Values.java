package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.node.ObjectNode;

import java.util.Map;

/** What a person has filled into the form of an action; what was left empty is not there. */
public record Values(Map<String, String> values) {

    public boolean has(String key) {
        return !text(key).isEmpty();
    }

    /** Empty where it was left so. */
    public String text(String key) {
        return values.getOrDefault(key, "").strip();
    }

    public String required(String key) {
        if (!has(key)) {
            throw wrong(key, "\"%s\" is needed.".formatted(key));
        }
        return text(key);
    }

    /** A whole number that must be there. */
    public int requiredWhole(String key) {
        try {
            return Integer.parseInt(required(key));
        } catch (NumberFormatException e) {
            throw wrong(key, "\"%s\" must be a whole number.".formatted(key));
        }
    }

    /** Adds it to a body as a text. */
    public void text(String key, ObjectNode body) {
        if (has(key)) {
            body.put(key, text(key));
        }
    }

    /** Adds it to a body as a whole number. */
    public void whole(String key, ObjectNode body) {
        if (has(key)) {
            try {
                body.put(key, Long.parseLong(text(key)));
            } catch (NumberFormatException e) {
                throw wrong(key, "\"%s\" must be a whole number.".formatted(key));
            }
        }
    }

    /** Adds it to a body as true or false: a no that was said is not left out. */
    public void flag(String key, ObjectNode body) {
        if (has(key)) {
            body.put(key, text(key).equals("true"));
        }
    }

    public static EngineException wrong(String key, String message) {
        return new EngineException(new Problem.Invalid(message, key));
    }
}
