package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.rows.TensorInput;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** What {@code GET /v2/models/{m}} tells about a model. */
public record ModelMetadata(
        String name,
        List<String> versions,
        String platform,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs) {

    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output.
     *
     * @param shape -1 for any size
     */
    public record TensorSpec(String name, String datatype, List<Long> shape) {
        public TensorSpec {
            shape = List.copyOf(shape);
        }

        /** As a person reads it: {@code x FP32 [-1, 4]}. */
        @Override
        public String toString() {
            return name + " " + datatype + " " + shape;
        }
    }

    /** What rows must become. */
    public List<TensorInput> takes() {
        return inputs.stream()
                .map(input ->
                        new TensorInput(
                                input.name(), TensorJson.type(input.datatype()), input.shape()))
                .toList();
    }

    /** Reads what a server tells; what is not there is empty. */
    public static ModelMetadata parse(JsonNode json) {
        List<String> versions = new ArrayList<>();
        json.path("versions").forEach(version -> versions.add(version.asString("")));
        return new ModelMetadata(
                json.path("name").asString(""),
                versions,
                json.path("platform").asString(""),
                specs(json.path("inputs")),
                specs(json.path("outputs")));
    }

    private static List<TensorSpec> specs(JsonNode array) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode entry : array) {
            List<Long> shape = new ArrayList<>();
            entry.path("shape").forEach(size -> shape.add(size.asLong(-1)));
            specs.add(
                    new TensorSpec(
                            entry.path("name").asString(""),
                            entry.path("datatype").asString(""),
                            shape));
        }
        return specs;
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("name", name);
        ArrayNode names = json.putArray("versions");
        versions.forEach(names::add);
        json.put("platform", platform);
        write(json.putArray("inputs"), inputs);
        write(json.putArray("outputs"), outputs);
        return json;
    }

    private static void write(ArrayNode array, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            ObjectNode entry = array.addObject();
            entry.put("name", spec.name()).put("datatype", spec.datatype());
            ArrayNode shape = entry.putArray("shape");
            spec.shape().forEach(shape::add);
        }
    }
}
