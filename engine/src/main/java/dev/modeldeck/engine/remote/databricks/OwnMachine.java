package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** The machine on which another Modeldeck runs. */
final class OwnMachine extends Workload {

    private static final String COMPUTE = "compute";
    private static final String DEVICE = "device";
    private static final String TYPE = "dtype";
    private static final String CONTEXT = "context_length";

    @Override
    List<SettingSpec> machine(boolean fresh) {
        return List.of(
                new SettingSpec(
                        DEVICE,
                        "Device",
                        "cpu, or a graphics card of that machine: cuda:0.",
                        new SettingSpec.Kind.Text(),
                        fresh ? "cpu" : ""),
                EntityForm.choice(
                        TYPE,
                        "Data type",
                        "Of the weights of a language model; auto leaves it to the server.",
                        List.of("auto", "f32", "bf16", "fp16", "int8", "int4"),
                        "auto"),
                EntityForm.text(
                        CONTEXT,
                        "Longest context",
                        "Tokens of a language model; empty for all that it can."));
    }

    @Override
    void machine(JsonNode entity, Map<String, String> present) {
        JsonNode compute = entity.path(COMPUTE);
        present.put(DEVICE, compute.path(DEVICE).asString("cpu"));
        present.put(TYPE, compute.path(TYPE).asString("auto"));
        int context = compute.path(CONTEXT).asInt(0);
        present.put(CONTEXT, context == 0 ? "" : Integer.toString(context));
    }

    @Override
    void machine(ObjectNode entity, Values changed) {
        ObjectNode compute =
                entity.path(COMPUTE) instanceof ObjectNode object ? object : Json.object();
        changed.textInto(compute, DEVICE);
        changed.textInto(compute, TYPE);
        changed.wholeInto(compute, CONTEXT);
        if (changed.named(DEVICE)) {
            entity.remove("workload_type"); // which the server makes of the device
        }
        if (changed.named(SIZE)) {
            compute.remove("concurrency"); // which it makes of the size
        }
        if (!compute.isEmpty()) {
            entity.set(COMPUTE, compute);
        }
    }
}
