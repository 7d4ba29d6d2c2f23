package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.GrowingText;
import dev.modeldeck.engine.remote.PredictionBody;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.SetOptions;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A model of TorchServe. What it takes and answers is its handler's own affair: rows and tensors go
 * as JSON in the form that the connection says, a prompt as plain text.
 */
final class TorchServeBackend implements Backend {

    private final RemoteModel model;
    private final RemoteCalls calls;
    private final PredictionBody form;

    TorchServeBackend(HttpCalls http, RemoteModel model, PredictionBody form) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
        this.form = form;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        RequestId id = request.id();
        return switch (request.payload()) {
            case Payload.Tabular rows ->
                    PredictionBody.predictions(json(id, form.of(id.value(), rows), chunks));
            case Payload.Tensors tensors ->
                    PredictionBody.tensors(json(id, form.of(id.value(), tensors), chunks));
            case Payload.Completion completion -> write(id, completion, chunks);
            case Payload.Chat _,
                    Payload.Embedding _,
                    Payload.Classification _,
                    Payload.Reranking _ ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "A model of TorchServe takes rows, tensors or a prompt, not this. Send one of these."));
        };
    }

    private JsonNode json(RequestId id, JsonNode body, ChunkListener hearing) {
        return post(id, HttpBody.json(Json.write(body)), hearing, reply -> parse(reply.text()));
    }

    /** A handler may answer with a bare word or number, or with JSON that says so or does not. */
    private static JsonNode parse(String text) {
        return RemoteCalls.tree(text, "The model's answer to rows or tensors is not JSON.");
    }

    private InferenceResult.Text write(
            RequestId id, Payload.Completion asked, ChunkListener chunks) {
        TextOptions options = asked.options();
        List<String> unknown = new ArrayList<>(SetOptions.values(options).keySet());
        unknown.addAll(SetOptions.demands(options));
        List<String> ignored = options.extras().unheeded(unknown);
        List<TextChoice> choices =
                GrowingText.each(
                        asked,
                        "A model of TorchServe",
                        chunks,
                        (prompt, text) -> {
                            HttpBody body =
                                    new HttpBody(
                                            prompt.getBytes(StandardCharsets.UTF_8),
                                            "text/plain; charset=utf-8");
                            return post(
                                    id,
                                    body,
                                    chunks,
                                    reply -> {
                                        PlainText.read(reply, piece -> text.say(piece, 0));
                                        return text.ended(FinishReason.STOP);
                                    });
                        });
        return new InferenceResult.Text(choices, Usage.NONE).ignoring(ignored);
    }

    private <T> T post(
            RequestId id, HttpBody body, ChunkListener hearing, Function<HttpReply, T> reader) {
        String path = new Query("predictions", model.name()).toString();
        HttpSend send = new HttpSend("POST", model.at(path), calls.headers(id), body);
        return calls.post(id, send, hearing, reader);
    }

    @Override
    public void close() {}
}
