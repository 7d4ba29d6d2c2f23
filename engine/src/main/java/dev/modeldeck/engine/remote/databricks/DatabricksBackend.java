package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.remote.TextReply;
import dev.modeldeck.engine.wire.databricks.Invocation;
import dev.modeldeck.engine.wire.mlflow.TabularForms;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.Streaming;
import dev.modeldeck.engine.wire.openai.TextRequest;

import java.net.URI;

/**
 * A serving endpoint. Written answers are always streamed, also where the caller wants the whole,
 * so that cancelling takes effect at the next token; an endpoint that cannot stream answers at
 * once.
 */
final class DatabricksBackend implements Backend {

    private final RemoteCalls calls;
    private final URI address;

    DatabricksBackend(Site site, String endpoint) {
        RemoteModel model = RemoteModel.at(site, endpoint);
        this.calls = new RemoteCalls(site.http(), model);
        this.address = model.at("/serving-endpoints/" + Query.encoded(endpoint) + "/invocations");
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        RequestId id = request.id();
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    write(id, new ChatRequest("", chat, Streaming.COUNTED), chunks);
            case Payload.Completion completion ->
                    write(id, new CompletionRequest("", completion, Streaming.COUNTED), chunks);
            case Payload.Embedding embedding -> embed(id, embedding, chunks);
            case Payload.Tabular table ->
                    calls.post(
                            id,
                            address,
                            TabularForms.json(table),
                            chunks,
                            reply -> TabularForms.predictions(RemoteCalls.json(reply.text())));
            case Payload.Classification _ -> throw unsupported("classes");
            case Payload.Reranking _ -> throw unsupported("places");
            case Payload.Tensors _ -> throw unsupported("tensors");
        };
    }

    private InferenceResult write(RequestId id, TextRequest text, ChunkListener chunks) {
        return calls.post(
                id,
                address,
                Invocation.json(text),
                chunks,
                reply -> servedBy(reply, TextReply.read(text, reply, chunks)));
    }

    private InferenceResult embed(RequestId id, Payload.Embedding texts, ChunkListener hearing) {
        EmbeddingRequest embedding = new EmbeddingRequest("", texts, false);
        return calls.post(
                id,
                address,
                Invocation.json(embedding),
                hearing,
                reply -> embedding.read(RemoteCalls.json(reply.text())));
    }

    /** Which of the served entities it was is told beside the answer. */
    private static InferenceResult servedBy(HttpReply reply, InferenceResult.Text text) {
        String entity = reply.header("served-model-name").orElse(text.notes().served());
        return new InferenceResult.Text(
                text.choices(), text.usage(), text.notes().servedBy(entity), text.timings());
    }

    private static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported(
                        "Databricks has no call for %s. Send a chat, a prompt, texts to embed, or rows."
                                .formatted(what)));
    }

    @Override
    public void close() {}
}
