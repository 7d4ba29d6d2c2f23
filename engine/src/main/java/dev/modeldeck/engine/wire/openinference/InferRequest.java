package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * The body of {@code POST /v2/models/{m}/infer}.
 *
 * @param id chosen by the caller and told in the answer; empty where there is none
 */
public record InferRequest(String id, Payload.Tensors payload) {

    public static InferRequest parse(ObjectNode body) {
        Fields fields = new Fields(body);
        List<Tensor> inputs = fields.objects("inputs").stream().map(TensorJson::parse).toList();
        if (inputs.isEmpty()) {
            throw Fields.wrong("inputs", "is required: an array of at least one tensor.");
        }
        List<String> outputs =
                fields.objects("outputs").stream().map(o -> o.requiredText("name")).toList();
        ObjectNode parameters = fields.object("parameters");
        return new InferRequest(
                fields.text("id", ""),
                new Payload.Tensors(
                        inputs, outputs, parameters == null ? Json.object() : parameters));
    }

    /** All of it as JSON. */
    public ObjectNode json() {
        return json(TensorJson::write, payload.parameters());
    }

    /** The same, asking a server that can for its answer in bytes. */
    public ObjectNode jsonForBytes() {
        return json(TensorJson::write, withBytes());
    }

    /** With the tensors as bytes, asking for such an answer. */
    public BinaryBody binary() {
        return BinaryBody.of(json(TensorJson::writeHead, withBytes()), payload.inputs());
    }

    private ObjectNode withBytes() {
        return payload.parameters().deepCopy().put("binary_data_output", true);
    }

    private ObjectNode json(BiConsumer<ObjectNode, Tensor> writer, ObjectNode parameters) {
        ObjectNode body = Json.object();
        if (!id.isEmpty()) {
            body.put("id", id);
        }
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        ArrayNode inputs = body.putArray("inputs");
        payload.inputs().forEach(tensor -> writer.accept(inputs.addObject(), tensor));
        if (!payload.outputs().isEmpty()) {
            ArrayNode outputs = body.putArray("outputs");
            payload.outputs().forEach(name -> outputs.addObject().put("name", name));
        }
        return body;
    }
}
