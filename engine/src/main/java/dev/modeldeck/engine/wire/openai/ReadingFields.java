package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.wire.Fields;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a body asks for texts to be cut: {@code truncate_prompt_tokens} as vLLM has it (-1 for the
 * model's own limit), or {@code truncate} as others do.
 */
final class ReadingFields {

    private static final String TOKENS = "truncate_prompt_tokens";
    private static final String ALL = "truncate";

    private ReadingFields() {}

    static ReadingOptions parse(Fields fields) {
        Long tokens = fields.whole(TOKENS, -1, Integer.MAX_VALUE);
        if (tokens == null) {
            return truncated(fields) ? own() : ReadingOptions.WHOLE;
        }
        if (tokens == 0) {
            throw Fields.wrong(TOKENS, "must be at least 1, or -1 for as many as the model takes.");
        }
        return tokens < 0 ? own() : new ReadingOptions(tokens.intValue());
    }

    static void write(ObjectNode body, ReadingOptions options) {
        @Nullable Integer most = options.truncateTo();
        if (most != null) {
            body.put(TOKENS, most == ReadingOptions.MODELS_OWN ? -1 : most);
        }
    }

    private static ReadingOptions own() {
        return new ReadingOptions(ReadingOptions.MODELS_OWN);
    }

    private static boolean truncated(Fields fields) {
        JsonNode value = fields.get(ALL);
        if (value == null || !value.isString()) {
            return fields.flag(ALL);
        }
        return switch (value.stringValue()) {
            case "NONE" -> false;
            case "END" -> true;
            default -> throw Fields.wrong(ALL, "must be true, false, \"END\" or \"NONE\".");
        };
    }
}
