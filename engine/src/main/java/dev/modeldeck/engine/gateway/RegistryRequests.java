package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Fields;

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

    static int version(Fields fields) {
        return RequestFields.version(fields, "version");
    }

    static Map<String, String> tags(Fields fields) {
        return RequestFields.tags(fields, "tags");
    }

    static EngineException stages() {
        return new EngineException(
                new Problem.Unsupported(
                        "Stages are not supported, as in Unity Catalog: set an alias such as"
                                + " \"champion\" on the version instead."));
    }
}
