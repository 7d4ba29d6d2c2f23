package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.PredictionBody;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.numpy.Npz;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.function.Function;

/**
 * A model of DJL Serving: rows go as JSON, tensors as NumPy's arrays, prompts in the form of its
 * handlers for large models, and chats over OpenAI's protocol.
 */
final class DjlServingBackend implements Backend {

    private static final String ARRAYS = "tensor/npz";

    private final RemoteModel model;
    private final RemoteCalls calls;
    private final PredictionBody form;
    private final Backend chats;

    DjlServingBackend(HttpCalls http, RemoteModel model, PredictionBody form, Backend chats) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
        this.form = form;
        this.chats = chats;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        RequestId id = request.id();
        return switch (request.payload()) {
            case Payload.Tabular rows ->
                    post(
                            id,
                            HttpBody.json(Json.write(form.of(id.value(), rows))),
                            "application/json",
                            chunks,
                            reply -> PredictionBody.predictions(json(reply)));
            case Payload.Tensors tensors ->
                    post(
                            id,
                            new HttpBody(Npz.write(tensors.inputs()), ARRAYS),
                            ARRAYS,
                            chunks,
                            DjlServingBackend::tensors);
            case Payload.Completion completion -> write(id, completion, chunks);
            case Payload.Chat _ -> chats.answer(request, chunks);
            case Payload.Embedding _, Payload.Classification _, Payload.Reranking _ ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "A model of DJL Serving takes rows, tensors, a prompt or messages, not this. Send one of these."));
        };
    }

    private InferenceResult.Text write(
            RequestId id, Payload.Completion asked, ChunkListener chunks) {
        LargeModel texts = new LargeModel(chunks);
        return texts.write(
                asked,
                (body, reader) ->
                        post(
                                id,
                                HttpBody.json(Json.write(body)),
                                "application/jsonlines, text/event-stream, application/json",
                                chunks,
                                reader));
    }

    private static InferenceResult.Tensors tensors(HttpReply reply) {
        return reply.contentType().equals(ARRAYS)
                ? new InferenceResult.Tensors(Npz.read(reply.bytes()))
                : PredictionBody.tensors(json(reply));
    }

    /** Its answers in JSON do not always say that they are such. */
    private static JsonNode json(HttpReply reply) {
        return RemoteCalls.tree(
                reply.text(), "The model's answer to rows or tensors is neither JSON nor arrays.");
    }

    private <T> T post(
            RequestId id,
            HttpBody body,
            String accept,
            ChunkListener hearing,
            Function<HttpReply, T> reader) {
        Map<String, String> headers = calls.headers(id);
        headers.put("Accept", accept);
        String path = new Query("predictions", model.name()).toString();
        return calls.post(id, new HttpSend("POST", model.at(path), headers, body), hearing, reader);
    }

    @Override
    public void close() {
        chats.close();
    }
}
