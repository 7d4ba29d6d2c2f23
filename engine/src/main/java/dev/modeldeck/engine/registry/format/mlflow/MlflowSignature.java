package dev.modeldeck.engine.registry.format.mlflow;

import dev.modeldeck.engine.registry.Signature;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads a signature: {@code inputs}, {@code outputs} and {@code params}, each a list in JSON that
 * stands in YAML as a string. See https://mlflow.org/docs/latest/ml/model/signatures
 */
final class MlflowSignature {

    private static final JsonMapper JSON = new JsonMapper();

    private MlflowSignature() {}

    static @Nullable Signature parse(JsonNode signature) {
        if (!signature.isObject()) {
            return null;
        }
        JsonNode params = json(signature.path("params"));
        return new Signature(
                fields(json(signature.path("inputs"))),
                fields(json(signature.path("outputs"))),
                params.isEmpty() ? null : params.toString());
    }

    private static JsonNode json(JsonNode stated) {
        return stated.isString() ? JSON.readTree(stated.stringValue()) : stated;
    }

    private static List<Signature.Field> fields(JsonNode list) {
        List<Signature.Field> fields = new ArrayList<>();
        list.forEach(field -> fields.add(field(field)));
        return fields;
    }

    private static Signature.Field field(JsonNode field) {
        String name = field.path("name").asString("");
        if (field.path("type").asString("").equals("tensor")) {
            JsonNode spec = field.path("tensor-spec");
            List<Long> shape = new ArrayList<>();
            spec.path("shape").forEach(size -> shape.add(size.asLong()));
            return new Signature.TensorField(name, spec.path("dtype").asString(""), shape);
        }
        // Before MLflow 2.5 columns were "optional" where they are now not "required".
        boolean required =
                field.path("required").asBoolean(!field.path("optional").asBoolean(false));
        return new Signature.Column(name, type(field), required);
    }

    /** MLflow's word; nested types as MLflow prints them: {@code Array(double)}. */
    private static String type(JsonNode field) {
        String type = field.path("type").asString("");
        return switch (type) {
            case "array" -> "Array(" + type(field.path("items")) + ")";
            case "map" -> "Map(str -> " + type(field.path("values")) + ")";
            case "object" ->
                    field.path("properties").properties().stream()
                            .map(property -> property.getKey() + ": " + type(property.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            default -> type;
        };
    }
}
