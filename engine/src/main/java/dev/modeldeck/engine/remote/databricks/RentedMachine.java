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
    private static final String LEAST_TOKENS = "min_provisioned_throughput";
    private static final String MOST_TOKENS = "max_provisioned_throughput";
    private static final String TOKENS =
            "Tokens a second of a foundation model, instead of a size; leave the size empty then.";
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
                EntityForm.text(MOST, "Most concurrency", INSTEAD),
                EntityForm.text(LEAST_TOKENS, "Least throughput", TOKENS),
                EntityForm.text(MOST_TOKENS, "Most throughput", TOKENS));
    }

    @Override
    void machine(JsonNode entity, Map<String, String> present) {
        for (String key : List.of(TYPE, LEAST, MOST, LEAST_TOKENS, MOST_TOKENS)) {
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
        changed.wholeInto(entity, LEAST_TOKENS);
        changed.wholeInto(entity, MOST_TOKENS);
        if (changed.has(SIZE) && (changed.has(LEAST_TOKENS) || changed.has(MOST_TOKENS))) {
            throw Fields.wrong(SIZE, "must be empty where least or most throughput is given.");
        }
        inOrder(entity, LEAST, MOST);
        inOrder(entity, LEAST_TOKENS, MOST_TOKENS);
    }

    private static void inOrder(JsonNode entity, String least, String most) {
        if (entity.has(most) && entity.path(least).asLong(0) > entity.path(most).asLong(0)) {
            throw Fields.wrong(most, "must not be less than the least.");
        }
    }
}
