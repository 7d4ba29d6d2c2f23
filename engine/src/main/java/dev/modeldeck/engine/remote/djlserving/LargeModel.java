package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.GrowingText;
import dev.modeldeck.engine.remote.JsonStream;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.SetOptions;
import dev.modeldeck.engine.wire.StatusProblems;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.Function;

/**
 * Prompts for DJL's handlers for large models: {@code {"inputs", "parameters", "stream"}} in, a
 * line with a token out for each, the last one with the whole text.
 */
final class LargeModel {

    private final ChunkListener chunks;
    private int tokens;

    LargeModel(ChunkListener chunks) {
        this.chunks = chunks;
    }

    /** Sends a body and reads its answer. */
    @FunctionalInterface
    interface Sending {
        TextChoice send(ObjectNode body, Function<HttpReply, TextChoice> reader);
    }

    InferenceResult.Text write(Payload.Completion asked, Sending sending) {
        List<String> ignored =
                asked.options().extras().unheeded(SetOptions.demands(asked.options()));
        List<TextChoice> choices =
                GrowingText.each(
                        asked,
                        "This model is called with a prompt. It",
                        chunks,
                        (prompt, text) ->
                                sending.send(
                                        body(prompt, asked.options()), new Answer(text)::read));
        return new InferenceResult.Text(choices, new Usage(0, tokens)).ignoring(ignored);
    }

    private static ObjectNode body(String prompt, TextOptions options) {
        ObjectNode body = Json.object().put("inputs", prompt);
        ObjectNode parameters = body.putObject("parameters");
        SetOptions.values(options)
                .forEach((name, value) ->
                        parameters.set(
                                switch (name) {
                                    case "max_tokens" -> "max_new_tokens";
                                    case "stop" -> "stop_sequences";
                                    default -> name;
                                },
                                value));
        Double temperature = options.temperature();
        if (temperature != null) {
            parameters.put("do_sample", temperature > 0);
            if (temperature == 0) {
                parameters.remove("temperature"); // not every engine behind it takes 0
            }
        }
        parameters.put("details", true);
        return body.put("stream", true);
    }

    /** One answer as it comes. */
    private final class Answer {

        private final GrowingText text;
        private FinishReason reason = FinishReason.STOP;
        private boolean ended;

        Answer(GrowingText text) {
            this.text = text;
        }

        private void say(String piece, int count) {
            tokens += count;
            text.say(piece, count);
        }

        TextChoice read(HttpReply reply) {
            switch (reply.contentType()) {
                case "application/jsonlines" -> JsonStream.lines(reply, () -> false, this::piece);
                case "text/event-stream" -> JsonStream.events(reply, this::piece);
                default -> whole(reply.text());
            }
            if (!ended) {
                throw new EngineException(StatusProblems.cut());
            }
            return text.ended(reason);
        }

        private void piece(ObjectNode piece) {
            if (piece.path("error").isString()) {
                throw new EngineException(
                        new Problem.Upstream(piece.path("error").stringValue(), 502));
            }
            JsonNode token = piece.path("token");
            boolean last = piece.has("generated_text") || piece.has("details");
            if (last) {
                end(piece.path("details"));
            }
            if (!token.path("special_token").asBoolean(false)) {
                say(token.path("text").asString(""), 1);
            }
            // Handlers that answer in batches have another form, which has no end of its own.
            piece.path("outputs").forEach(output -> say(output.asString(""), 1));
            ended |= last || piece.has("outputs");
        }

        /** An object, or an array of one where the server is told to be like TGI. */
        private void whole(String body) {
            JsonNode json = RemoteCalls.tree(body, "The model's answer is not JSON.");
            JsonNode answer = json.isArray() ? json.path(0) : json;
            if (!answer.path("generated_text").isString()) {
                throw new EngineException(
                        new Problem.Upstream(
                                "The server's answer has no \"generated_text\": the model is no language model.",
                                502));
            }
            end(answer.path("details"));
            int count = answer.path("details").path("generated_tokens").asInt(0);
            say(answer.path("generated_text").stringValue(), count);
            ended = true;
        }

        private void end(JsonNode details) {
            String word = details.path("finish_reason").asString("");
            if (word.equals("error")) {
                throw new EngineException(
                        new Problem.Upstream(
                                "The model failed while it was answering. The server's log says more.",
                                502));
            }
            reason = word.equals("length") ? FinishReason.LENGTH : FinishReason.STOP;
        }
    }
}
