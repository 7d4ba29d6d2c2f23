package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Databricks' machines. */
final class RentedMachine extends Workload {

    private static final String TYPE = "workload_type";
    private static final String LEAST = "min_provisioned_concurrency";
    private static final String MOST = "max_provisioned_concurrency";
    private static final String INSTEAD = "Instead of a size; leave the size empty then.";

    @Override
    List<SettingSpec> machine(boolean fresh) {
        return List.of(
                EntityForm.choice(
                        TYPE,
                        "Workload type",
                        "Which machines; empty to leave it to the server.",
                        List.of(
                                "",
                                "CPU",
                                "CPU_MEDIUM",
                                "CPU_LARGE",
                                "GPU_SMALL",
                                "GPU_MEDIUM",
                                "GPU_LARGE",
                                "GPU_XLARGE",
                                "GPU_XLARGE_8",
                                "MULTIGPU_MEDIUM"),
                        fresh ? "CPU" : ""),
                EntityForm.text(LEAST, "Least concurrency", INSTEAD),
                EntityForm.text(MOST, "Most concurrency", INSTEAD));
    }

    @Override
    void machine(JsonNode entity, Map<String, String> present) {
        for (String key : List.of(TYPE, LEAST, MOST)) {
            present.put(key, entity.path(key).asString(""));
        }
    }

    @Override
    void machine(ObjectNode entity, Values changed) {
        changed.textInto(entity, TYPE);
        changed.wholeInto(entity, LEAST);
        changed.wholeInto(entity, MOST);
        if (entity.has(SIZE) && (entity.has(LEAST) || entity.has(MOST))) {
            throw Fields.wrong(SIZE, "must be empty where least or most concurrency is given.");
        }
    }
}
