package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * One answer of {@code generate}, or one piece of {@code generate_stream}.
 *
 * @param finishReason in the server's words; empty where it does not say
 * @param promptTokens 0 where it does not say
 * @param newTokens of this piece; 0 where it does not say
 */
public record GenerateAnswer(String text, String finishReason, int promptTokens, int newTokens) {

    public static final String TEXT_OUTPUT = "text_output";

    /** What vLLM's backend tells of an answer when asked by the inputs {@code return_…}. */
    static final List<String> TOLD =
            List.of("finish_reason", "num_input_tokens", "num_output_tokens");

    /**
     * @throws EngineException for an error, which may come in the middle of a stream
     */
    public static GenerateAnswer parse(ObjectNode body) {
        JsonNode error = body.path("error");
        if (!error.isMissingNode()) {
            String said = error.asString("");
            throw new EngineException(
                    new Problem.Upstream(
                            said.isEmpty() ? "The server ended the answer with an error." : said,
                            502));
        }
        if (!body.has(TEXT_OUTPUT)) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"text_output\": the model is no language model.",
                            502));
        }
        return new GenerateAnswer(
                text(body.path(TEXT_OUTPUT)),
                text(body.path(TOLD.get(0))),
                body.path(TOLD.get(1)).asInt(0),
                body.path(TOLD.get(2)).asInt(0));
    }

    /** Why it ended; {@code STOP} where that is not told. */
    public FinishReason reason() {
        return finishReason.equals("length") ? FinishReason.LENGTH : FinishReason.STOP;
    }

    /** Whether it says why it ended. */
    public boolean ends() {
        return !finishReason.isEmpty() && !finishReason.equalsIgnoreCase("none");
    }

    /** Models with a dimension for batches answer with an array of one. */
    private static String text(JsonNode value) {
        StringBuilder text = new StringBuilder();
        if (value.isArray()) {
            value.forEach(one -> text.append(one.asString("")));
        } else {
            text.append(value.asString(""));
        }
        return text.toString();
    }
}
