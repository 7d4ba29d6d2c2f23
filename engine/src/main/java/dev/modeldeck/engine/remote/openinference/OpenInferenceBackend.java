package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.inference.rows.TensorValues;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.openinference.BinaryBody;
import dev.modeldeck.engine.wire.openinference.InferAnswer;
import dev.modeldeck.engine.wire.openinference.InferRequest;
import dev.modeldeck.engine.wire.openinference.ModelMetadata;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model behind the Open Inference Protocol: tensors, rows that become the tensors which the
 * server says the model takes, and prompts where it is a language model.
 */
public final class OpenInferenceBackend implements Backend {

    /** As long as what a model takes is believed to be what it takes. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final RemoteModel model;
    private final RemoteCalls calls;
    private final TensorEncoding encoding;
    private volatile @Nullable Known known;

    /** What the model takes, as the server said at a moment of {@link System#nanoTime}. */
    private record Known(ModelMetadata metadata, long at) {}

    /**
     * @param http shared; stays open when this is closed
     */
    public OpenInferenceBackend(HttpCalls http, RemoteModel model) {
        this(http, model, TensorEncoding.json());
    }

    OpenInferenceBackend(HttpCalls http, RemoteModel model, TensorEncoding encoding) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
        this.encoding = encoding;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        RequestId id = request.id();
        return switch (request.payload()) {
            case Payload.Tensors tensors -> infer(id, tensors, chunks);
            case Payload.Tabular rows -> predict(id, rows, chunks);
            case Payload.Completion completion -> {
                ModelMetadata metadata = metadata(id);
                if (!Generation.takes(metadata.inputs())) {
                    throw unsupported("takes tensors or rows, not text: it is no language model.");
                }
                yield new Generation(calls, at("/generate_stream"), chunks)
                        .write(id, completion, metadata.inputs());
            }
            case Payload.Chat chat ->
                    throw unsupported(
                            "takes tensors, rows or a prompt, not messages: the server does not tell its chat template. Send a prompt, or connect to the server's OpenAI-compatible address if it has one.");
            case Payload.Embedding _, Payload.Classification _, Payload.Reranking _ ->
                    throw unsupported(
                            "takes tensors or rows, not text: it is no language model. Send its inputs as tensors.");
        };
    }

    private InferenceResult predict(RequestId id, Payload.Tabular rows, ChunkListener hearing) {
        ModelMetadata metadata = metadata(id);
        RowTensors shapes = new RowTensors(metadata.takes());
        InferenceResult.Tensors answer =
                infer(
                        id,
                        new Payload.Tensors(shapes.tensors(rows.input()), List.of(), rows.params()),
                        hearing);
        return new InferenceResult.Predictions(TensorValues.json(answer.outputs()), answer.usage());
    }

    private InferenceResult.Tensors infer(
            RequestId id, Payload.Tensors tensors, ChunkListener hearing) {
        InferRequest request = new InferRequest(id.value(), tensors);
        Function<HttpReply, InferenceResult.Tensors> reader = reply -> read(reply).result();
        if (encoding.bytes(tensors.inputs())) {
            return calls.post(id, binary(id, request.binary()), hearing, reader);
        }
        return calls.post(
                id,
                at("/infer"),
                encoding.answers() ? request.jsonForBytes() : request.json(),
                hearing,
                reader);
    }

    private HttpSend binary(RequestId id, BinaryBody body) {
        Map<String, String> headers = calls.headers(id);
        headers.put(BinaryBody.LENGTH, Integer.toString(body.headLength()));
        return new HttpSend(
                "POST", at("/infer"), headers, new HttpBody(body.bytes(), BinaryBody.TYPE));
    }

    private static InferAnswer read(HttpReply reply) {
        Optional<String> length = reply.header(BinaryBody.LENGTH);
        if (length.isEmpty()) {
            return InferAnswer.parse(RemoteCalls.json(reply.text()));
        }
        byte[] bytes = reply.bytes();
        if (!length.get().matches("\\d{1,9}") || Integer.parseInt(length.get()) > bytes.length) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer cannot be read: its header %s is wrong."
                                    .formatted(BinaryBody.LENGTH),
                            502));
        }
        return InferAnswer.parse(new BinaryBody(bytes, Integer.parseInt(length.get())));
    }

    private ModelMetadata metadata(RequestId id) {
        Known last = known;
        if (last != null && System.nanoTime() - last.at() < FRESH.toNanos()) {
            return last.metadata();
        }
        ModelMetadata told =
                calls.post(
                        id,
                        HttpSend.get(at(""), calls.headers(id)),
                        ChunkListener.none(),
                        reply -> ModelMetadata.parse(RemoteCalls.json(reply.text())));
        known = new Known(told, System.nanoTime());
        return told;
    }

    private URI at(String path) {
        return model.at("/v2/models/" + Query.encoded(model.name()) + path);
    }

    private static EngineException unsupported(String what) {
        return new EngineException(new Problem.Unsupported("This model " + what));
    }

    @Override
    public void close() {}
}
