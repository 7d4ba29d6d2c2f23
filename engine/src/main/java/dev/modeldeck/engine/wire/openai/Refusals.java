package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/**
 * Parameters that would change the answer and that no model here can honour. Dropping them in
 * silence would answer another question than the one asked.
 */
final class Refusals {

    private Refusals() {}

    static void check(Fields fields) {
        unlessEmpty(fields, "logit_bias", "\"logit_bias\" is not supported; leave it out.");
        unlessEmpty(fields, "audio", "Audio is not supported; ask for text only.");
        unlessAbsent(fields, "web_search_options", "These models cannot search the web.");
        unlessOneOf(
                fields,
                "reasoning_effort",
                Set.of("none"),
                "\"reasoning_effort\" is not supported by this model; leave it out.");
        unlessOneOf(
                fields,
                "verbosity",
                Set.of("medium"),
                "\"verbosity\" is not supported by this model; leave it out.");
        modalities(fields);
    }

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

    private static void modalities(Fields fields) {
        if (fields.texts("modalities").stream().anyMatch(modality -> !modality.equals("text"))) {
            throw unsupported("modalities", "Only the modality \"text\" is supported.");
        }
    }
}
