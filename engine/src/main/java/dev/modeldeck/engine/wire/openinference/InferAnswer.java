package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * The answer of {@code infer}.
 *
 * @param id as in the request; empty where there was none
 * @param modelVersion empty where the server does not say
 */
public record InferAnswer(
        String id, String modelName, String modelVersion, InferenceResult.Tensors result) {

    public ObjectNode json() {
        ObjectNode body = Json.object().put("model_name", modelName);
        if (!modelVersion.isEmpty()) {
            body.put("model_version", modelVersion);
        }
        if (!id.isEmpty()) {
            body.put("id", id);
        }
        ArrayNode outputs = body.putArray("outputs");
        result.outputs().forEach(tensor -> TensorJson.write(outputs.addObject(), tensor));
        return body;
    }

    /** Reads a server's answer; one that is none is an upstream problem, not the caller's fault. */
    public static InferAnswer parse(ObjectNode body) {
        try {
            Fields fields = new Fields(body);
            List<Tensor> outputs =
                    fields.objects("outputs").stream().map(TensorJson::parse).toList();
            return new InferAnswer(
                    body.path("id").asString(""),
                    body.path("model_name").asString(""),
                    body.path("model_version").asString(""),
                    new InferenceResult.Tensors(outputs));
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer cannot be read: " + e.problem().message(), 502),
                    e);
        }
    }
}
