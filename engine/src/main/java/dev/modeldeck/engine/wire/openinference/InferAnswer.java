package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

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
        return parse(body, null);
    }

    /** Reads an answer with bytes behind the JSON. */
    public static InferAnswer parse(BinaryBody body) {
        return parse(upstream(() -> Json.parseObject(body.head())), body.tail());
    }

    private static InferAnswer parse(ObjectNode body, @Nullable ByteBuffer tail) {
        return upstream(() -> {
            Fields fields = new Fields(body);
            List<Tensor> outputs =
                    fields.objects("outputs").stream()
                            .map(output -> TensorJson.parse(output, tail))
                            .toList();
            return new InferAnswer(
                    body.path("id").asString(""),
                    body.path("model_name").asString(""),
                    body.path("model_version").asString(""),
                    new InferenceResult.Tensors(outputs));
        });
    }

    private static <T> T upstream(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer cannot be read: " + e.problem().message(), 502),
                    e);
        }
    }
}
