package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.RemoteCalls;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.openinference.InferAnswer;
import dev.modeldeck.engine.wire.openinference.InferRequest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A tensor model behind the Open Inference Protocol. Tables become tensors before they get here.
 */
public final class OpenInferenceBackend implements Backend {

    private final RemoteModel model;
    private final RemoteCalls calls;

    /**
     * @param http shared; stays open when this is closed
     */
    public OpenInferenceBackend(HttpCalls http, RemoteModel model) {
        this.model = model;
        this.calls = new RemoteCalls(http, model);
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        if (!(request.payload() instanceof Payload.Tensors tensors)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model takes tensors or rows, not text: it is no language model."));
        }
        String name = URLEncoder.encode(model.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return calls.post(
                request.id(),
                model.at("/v2/models/" + name + "/infer"),
                new InferRequest(request.id().value(), tensors).json(),
                chunks,
                reply -> InferAnswer.parse(RemoteCalls.json(reply.text())).result());
    }

    @Override
    public void close() {}
}
