package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/** Parameters that cannot be honoured by any server, in words that say what to do instead. */
final class Refusals {

    private Refusals() {}

    /** What chats had before they had tools. */
    static void functions(Fields fields) {
        unlessEmpty(
                fields,
                "functions",
                "\"functions\" were replaced by \"tools\"; send these instead.");
        unlessOneOf(
                fields,
                "function_call",
                Set.of("none", "auto"),
                "\"function_call\" was replaced by \"tool_choice\"; send this instead.");
    }

    static EngineException unsupported(String key, String message) {
        return new EngineException(new Problem.Invalid(message, key));
    }

    static void unlessEmpty(Fields fields, String key, String message) {
        JsonNode value = fields.get(key);
        if (value != null && !(value.isContainer() && value.isEmpty())) {
            throw unsupported(key, message);
        }
    }

    static void unlessAbsent(Fields fields, String key, String message) {
        if (fields.has(key)) {
            throw unsupported(key, message);
        }
    }

    private static void unlessOneOf(
            Fields fields, String key, Set<String> allowed, String message) {
        JsonNode value = fields.get(key);
        if (value != null && !(value.isString() && allowed.contains(value.stringValue()))) {
            throw unsupported(key, message);
        }
    }
}
