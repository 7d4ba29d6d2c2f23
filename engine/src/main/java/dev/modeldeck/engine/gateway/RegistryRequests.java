package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What MLflow's registry calls have in common. */
final class RegistryRequests {

    /** Each path exists twice: MLflow's own pages use the second. */
    static final List<String> ROOTS = List.of("/api/2.0/mlflow", "/ajax-api/2.0/mlflow");

    private RegistryRequests() {}

    static ModelName name(Fields fields) {
        return ModelName.parse(fields.requiredText("name"));
    }

    /** A version: a string of digits, or a number. */
    static int version(Fields fields) {
        JsonNode value = fields.get("version");
        String digits = value == null ? "" : value.asString("");
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw Fields.wrong("version", "is required: the number of a version.");
        }
        return Integer.parseInt(digits);
    }

    static Map<String, String> tags(Fields fields) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Fields tag : fields.objects("tags")) {
            tags.put(tag.requiredText("key"), tag.text("value", ""));
        }
        return tags;
    }

    static int pageSize(Exchange exchange, int usual, int most) {
        String asked = exchange.query("max_results");
        if (asked == null || asked.isEmpty()) {
            return usual;
        }
        if (asked.matches("[0-9]{1,9}") && Integer.parseInt(asked) >= 1) {
            return Math.min(Integer.parseInt(asked), most);
        }
        throw Fields.wrong("max_results", "must be a whole number from 1 to " + most + ".");
    }

    static String query(Exchange exchange, String name) {
        String value = exchange.query(name);
        return value == null ? "" : value;
    }

    static EngineException stages() {
        return new EngineException(
                new Problem.Unsupported(
                        "Stages are not supported, as in Unity Catalog: set an alias such as"
                                + " \"champion\" on the version instead."));
    }
}
