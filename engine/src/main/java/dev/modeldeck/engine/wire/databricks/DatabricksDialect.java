package dev.modeldeck.engine.wire.databricks;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Dialect;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.mlflow.TabularForms;
import dev.modeldeck.engine.wire.openai.AnswerHead;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.Streaming;
import dev.modeldeck.engine.wire.openai.TextAnswers;
import dev.modeldeck.engine.wire.openai.TextRequest;
import dev.modeldeck.engine.wire.openai.TextStreamWriter;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Invocations of a Databricks endpoint: a chat, a completion, embeddings or rows, told apart by
 * their keys. Text answers are OpenAI's with {@code finishReason} beside {@code finish_reason}, as
 * the official client reads it, and with the usage so far in every chunk.
 */
public final class DatabricksDialect implements Dialect {

    public static final String ID = "databricks";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Asked read(ObjectNode body) {
        ObjectNode whole = ExtraParams.merged(body);
        Fields fields = new Fields(whole);
        if (fields.has("messages")) {
            ChatRequest chat = ChatRequest.parse(whole);
            return new TextAsked(
                    new ChatRequest(chat.model(), chat.payload(), counted(chat.streaming())));
        }
        if (fields.has("prompt")) {
            CompletionRequest completion = CompletionRequest.parse(whole, null);
            return new TextAsked(
                    new CompletionRequest(
                            completion.model(),
                            completion.payload(),
                            counted(completion.streaming())));
        }
        if (fields.has("input")) {
            return new EmbeddingsAsked(EmbeddingRequest.parse(Instruction.merged(whole)));
        }
        return new RowsAsked(TabularForms.parse(fields));
    }

    @Override
    public ObjectNode error(Problem problem) {
        return DatabricksErrors.json(problem);
    }

    private static Streaming counted(Streaming asked) {
        return new Streaming(asked.on(), asked.usageAtEnd(), true);
    }

    /** The official client reads the camel-case name only, everybody else the other. */
    private static ObjectNode withBothNames(ObjectNode answer) {
        for (JsonNode choice : answer.path("choices")) {
            if (choice instanceof ObjectNode object && object.has("finish_reason")) {
                object.set("finishReason", object.get("finish_reason"));
            }
        }
        return answer;
    }

    private record TextAsked(TextRequest request) implements Asked {

        @Override
        public Payload payload() {
            return request.payload();
        }

        @Override
        public boolean streamed() {
            return request.streaming().on();
        }

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            return withBothNames(
                    TextAnswers.json(head(stamp), request, (InferenceResult.Text) result));
        }

        @Override
        public Events events(Stamp stamp) {
            TextStreamWriter writer = new TextStreamWriter(head(stamp), request);
            return new Events() {
                @Override
                public List<ObjectNode> chunk(TextChunk chunk) {
                    return both(writer.chunk(chunk));
                }

                @Override
                public List<ObjectNode> end(InferenceResult result) {
                    return both(writer.end((InferenceResult.Text) result));
                }
            };
        }

        private static List<ObjectNode> both(List<ObjectNode> events) {
            return events.stream().map(DatabricksDialect::withBothNames).toList();
        }

        private AnswerHead head(Stamp stamp) {
            return AnswerHead.of(request, stamp.id().value(), stamp.at(), stamp.servedEntity());
        }
    }

    private record EmbeddingsAsked(EmbeddingRequest request) implements Asked {

        @Override
        public Payload payload() {
            return request.payload();
        }

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            return request.answer(
                    AnswerHead.of(request, stamp.id().value(), stamp.at(), stamp.servedEntity()),
                    result);
        }
    }

    private record RowsAsked(Payload.Tabular payload) implements Asked {

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            InferenceResult.Predictions rows = (InferenceResult.Predictions) result;
            return Json.object().set("predictions", rows.predictions());
        }
    }
}
