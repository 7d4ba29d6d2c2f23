package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.EndpointConfig.Route;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.endpoints.ServedEntity.Registered;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what Databricks' REST is sent to create and update endpoints. */
final class ServingEndpointRequests {

    /** Of a worker; a server elsewhere has a limit of its own. */
    private static final int MOST_AT_ONCE = 1024;

    private ServingEndpointRequests() {}

    /** What an endpoint is to serve. */
    record Config(List<ServedEntity> entities, List<Route> routes) {}

    static NewEndpoint create(Fields body, String who) {
        EndpointName name = new EndpointName(body.requiredText("name"));
        UnsupportedSettings.ofEndpoint(body);
        ObjectNode inner = body.object("config");
        if (inner == null) {
            throw Fields.wrong("config", "is required: what the endpoint serves.");
        }
        Config config = config(new Fields(inner));
        return new NewEndpoint(
                name,
                body.text("description", ""),
                RequestFields.tags(body, "tags"),
                config.entities(),
                config.routes(),
                who);
    }

    static Config config(Fields body) {
        UnsupportedSettings.ofConfig(body);
        boolean older = !body.has("served_entities") && body.has("served_models");
        List<Fields> given = body.objects(older ? "served_models" : "served_entities");
        if (given.isEmpty()) {
            throw Fields.wrong("served_entities", "is required: at least one served entity.");
        }
        List<ServedEntity> entities =
                given.stream().map(e -> entity(e, older ? "model" : "entity")).toList();
        ObjectNode traffic = body.object("traffic_config");
        return new Config(entities, traffic == null ? List.of() : routes(new Fields(traffic)));
    }

    private static ServedEntity entity(Fields body, String word) {
        UnsupportedSettings.ofEntity(body);
        ObjectNode external = body.object("external_model");
        ServedEntity.Source source =
                external != null
                        ? ExternalModels.parse(external)
                        : new Registered(
                                ModelName.parse(body.requiredText(word + "_name")),
                                RequestFields.version(body, word + "_version"));
        return new ServedEntity(
                body.text("name", name(source)),
                source,
                compute(body, source),
                body.text("workload_size", ""),
                body.flag("scale_to_zero_enabled"),
                environment(body.object("environment_vars")));
    }

    private static String name(ServedEntity.Source source) {
        return switch (source) {
            case Registered(ModelName model, int version) -> model.model() + "-" + version;
            case External external -> ExternalModels.name(external);
        };
    }

    private static ServedEntity.Compute compute(Fields body, ServedEntity.Source source) {
        ObjectNode own = body.object("compute");
        Fields fields = new Fields(own == null ? Json.object() : own);
        boolean gpu = gpu(body.text("workload_type", "CPU"));
        Long memory = fields.whole("memory_limit_bytes", 0, Long.MAX_VALUE);
        return new ServedEntity.Compute(
                fields.text("device", gpu ? "cuda:0" : "cpu"),
                dtype(fields),
                or(fields.integer("context_length", 0, Integer.MAX_VALUE), 0),
                or(
                        fields.integer("concurrency", 1, MOST_AT_ONCE),
                        source instanceof External ? MOST_AT_ONCE : concurrency(body)),
                memory == null ? 0 : memory,
                draft(fields.object("draft")));
    }

    /** Also by the names that PyTorch and vLLM have for it. */
    private static String dtype(Fields compute) {
        String asked = compute.text("dtype", "auto");
        return switch (asked) {
            case "auto", "f32", "bf16", "fp16", "int8", "int4" -> asked;
            case "float32", "float" -> "f32";
            case "bfloat16" -> "bf16";
            case "float16", "half", "f16" -> "fp16";
            default ->
                    throw Fields.wrong(
                            "dtype", "must be auto, f32, bf16, fp16, int8 or int4, as a text.");
        };
    }

    private static ServedEntity.@Nullable Draft draft(@Nullable ObjectNode json) {
        if (json == null) {
            return null;
        }
        Fields fields = new Fields(json);
        return new ServedEntity.Draft(
                ModelName.parse(fields.requiredText("entity_name")),
                RequestFields.version(fields, "entity_version"));
    }

    /** Databricks' types; which card it is decides this machine. */
    private static boolean gpu(String workloadType) {
        return switch (workloadType) {
            case "", "CPU", "CPU_MEDIUM", "CPU_LARGE" -> false;
            case "GPU_SMALL",
                    "GPU_MEDIUM",
                    "GPU_LARGE",
                    "GPU_XLARGE",
                    "GPU_XLARGE_8",
                    "MULTIGPU_MEDIUM" ->
                    true;
            default ->
                    throw Fields.wrong(
                            "workload_type",
                            "must be one of Databricks', such as CPU or GPU_SMALL.");
        };
    }

    /** The upper bounds of Databricks' sizes. */
    private static int concurrency(Fields body) {
        Integer asked = body.integer("max_provisioned_concurrency", 1, 1024);
        if (asked != null) {
            return asked;
        }
        return switch (body.text("workload_size", "Small")) {
            case "Small" -> 4;
            case "Medium" -> 16;
            case "Large" -> 64;
            default -> throw Fields.wrong("workload_size", "must be Small, Medium or Large.");
        };
    }

    private static Map<String, String> environment(@Nullable ObjectNode variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (variables != null) {
            Fields fields = new Fields(variables);
            for (String name : variables.propertyNames()) {
                String value = fields.text(name, "");
                environment.put(name, value);
            }
        }
        return environment;
    }

    private static List<Route> routes(Fields traffic) {
        List<Route> routes = new ArrayList<>();
        for (Fields route : traffic.objects("routes")) {
            String name = route.text("served_entity_name");
            routes.add(
                    new Route(
                            name != null ? name : route.requiredText("served_model_name"),
                            percentage(route)));
        }
        return routes;
    }

    /** A number, or a string of one, as examples in Databricks' documentation have it. */
    private static int percentage(Fields route) {
        JsonNode value = route.get("traffic_percentage");
        double number = value == null ? -1 : value.asDouble(-1);
        if (number < 0 || number > 100 || number != Math.rint(number)) {
            throw Fields.wrong("traffic_percentage", "must be a whole number from 0 to 100.");
        }
        return (int) number;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
