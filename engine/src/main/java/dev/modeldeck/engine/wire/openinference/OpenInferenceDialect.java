package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Dialect;

import tools.jackson.databind.node.ObjectNode;

/** Tensors in and out; the path names the endpoint as the model. */
public final class OpenInferenceDialect implements Dialect {

    public static final String ID = "openinference";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Asked read(ObjectNode body) {
        return new TensorsAsked(InferRequest.parse(body));
    }

    @Override
    public ObjectNode error(Problem problem) {
        return OpenInferenceErrors.json(problem);
    }

    private record TensorsAsked(InferRequest request) implements Asked {

        @Override
        public Payload payload() {
            return request.payload();
        }

        @Override
        public ObjectNode answer(Stamp stamp, InferenceResult result) {
            InferenceResult.Tensors tensors = (InferenceResult.Tensors) result;
            return new InferAnswer(request.id(), stamp.endpoint(), stamp.servedEntity(), tensors)
                    .json();
        }
    }
}
