package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of a prompt that is too long: {@code truncation}, as OpenAI's responses have it, and
 * vLLM's {@code truncate_prompt_tokens}.
 */
final class TruncationFields {

    private static final String WORD = "truncation";
    private static final String TOKENS = "truncate_prompt_tokens";

    private TruncationFields() {}

    static Truncation parse(Fields fields) {
        String word = fields.text(WORD, "disabled");
        Integer tokens = fields.integer(TOKENS, -1, Integer.MAX_VALUE);
        if (!word.equals("disabled") && !word.equals("auto")) {
            throw Fields.wrong(WORD, "must be \"auto\" or \"disabled\".");
        }
        if (tokens == null) {
            return word.equals("auto") ? new Truncation.OldestTurns() : Truncation.none();
        }
        if (word.equals("auto")) {
            throw Fields.wrong(TOKENS, "is given along with \"truncation\"; ask for one of them.");
        }
        if (tokens == 0) {
            throw Fields.wrong(TOKENS, "must be at least 1, or -1 for as many as fit.");
        }
        return new Truncation.LastTokens(tokens == -1 ? Integer.MAX_VALUE : tokens);
    }

    static void write(ObjectNode body, Truncation truncation) {
        switch (truncation) {
            case Truncation.Refuse _ -> {}
            case Truncation.OldestTurns _ -> body.put(WORD, "auto");
            case Truncation.LastTokens(int tokens) ->
                    body.put(TOKENS, tokens == Integer.MAX_VALUE ? -1 : tokens);
        }
    }
}
