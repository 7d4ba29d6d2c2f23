package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.remote.TextReply;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.mlflow.TabularForms;
import dev.modeldeck.engine.wire.mlflow.UnifiedAnswer;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.Streaming;
import dev.modeldeck.engine.wire.openai.TextRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.function.Function;

/** The one model of a scoring server, which answers at once: it has no streams. */
final class ScoringBackend implements Backend {

    private final RemoteModel model;
    private final RemoteCalls calls;

    ScoringBackend(Site site) {
        this.model = RemoteModel.at(site, ScoringServer.MODEL);
        this.calls = new RemoteCalls(site.http(), model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    write(request, new ChatRequest("", chat, Streaming.OFF), chunks);
            case Payload.Completion completion ->
                    write(request, new CompletionRequest("", completion, Streaming.OFF), chunks);
            case Payload.Embedding texts -> {
                EmbeddingRequest asked = new EmbeddingRequest("", texts, false);
                yield post(
                        request,
                        UnifiedAnswer.body(asked),
                        chunks,
                        answer -> UnifiedAnswer.vectors(asked, answer));
            }
            case Payload.Tabular table ->
                    post(
                            request,
                            TabularForms.json(table),
                            chunks,
                            answer -> TabularForms.predictions(object(answer)));
            case Payload.Classification _, Payload.Reranking _, Payload.Tensors _ ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "A scoring server takes rows, chats, prompts and texts to embed. Send it one of those."));
        };
    }

    private InferenceResult write(
            InferenceRequest request, TextRequest text, ChunkListener chunks) {
        InferenceResult.Text result =
                post(
                        request,
                        UnifiedAnswer.body(text),
                        chunks,
                        answer -> UnifiedAnswer.text(text, answer));
        return TextReply.whole(result, chunks);
    }

    private <T> T post(
            InferenceRequest request,
            ObjectNode body,
            ChunkListener hearing,
            Function<JsonNode, T> reader) {
        return calls.post(
                request.id(),
                model.at("/invocations"),
                body,
                hearing,
                reply -> reader.apply(json(reply.text())));
    }

    private static JsonNode json(String text) {
        return RemoteCalls.tree(
                text,
                "The server answered with something that is not JSON. Check that the address is the one of a scoring server.");
    }

    private static ObjectNode object(JsonNode answer) {
        return answer instanceof ObjectNode object
                ? object
                : Json.object().set("predictions", answer);
    }

    @Override
    public void close() {}
}
