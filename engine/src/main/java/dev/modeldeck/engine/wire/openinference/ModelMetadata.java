package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
