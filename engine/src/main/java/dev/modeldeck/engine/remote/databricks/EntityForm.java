package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A served entity as settings: a registered model, or a model of a provider elsewhere. */
final class EntityForm {

    static final String NAME = "served_name";
    static final String MODEL = "entity_name";
    static final String VERSION = "entity_version";
    static final String PROVIDER = "provider";
    static final String SIZE = "workload_size";
    static final String TYPE = "workload_type";
    static final String TO_ZERO = "scale_to_zero_enabled";
    static final String LEAST = "min_provisioned_concurrency";
    static final String MOST = "max_provisioned_concurrency";
    static final String ENVIRONMENT = "environment_vars";

    private static final String EXTERNAL_NAME = "external_name";
    private static final String EXTERNAL_TASK = "external_task";
    private static final String EXTERNAL_CONFIG = "external_config";

    private EntityForm() {}

    /** Settings of a new one. */
    static List<SettingSpec> fresh() {
        List<SettingSpec> all = new ArrayList<>();
        all.add(
                text(
                        MODEL,
                        "Registered model",
                        "catalog.schema.model; empty for a model elsewhere"));
        all.add(text(VERSION, "Version", "Of the registered model."));
        all.add(
                choice(
                        PROVIDER,
                        "Provider",
                        "Who serves the model, where it is no registered one.",
                        ExternalBody.providers()));
        all.add(text(EXTERNAL_NAME, "Model of the provider", "As the provider calls it."));
        all.add(choice(EXTERNAL_TASK, "Task", "What that model answers.", ExternalBody.TASKS));
        all.add(
                text(
                        EXTERNAL_CONFIG,
                        "Provider's fields",
                        "As name=value, name=value: openai_api_key={{secrets/scope/key}}. Keys are references to secrets."));
        all.addAll(workload("Small", "CPU", "false"));
        all.add(text(NAME, "Name of the served entity", "Made of model and version where empty."));
        return all;
    }

    /** Settings that one has whose model stays. */
    static List<SettingSpec> workload(String size, String type, String toZero) {
        return List.of(
                choice(
                        SIZE,
                        "Workload size",
                        "How many requests at once: Small 4, Medium 8 to 16, Large 16 to 64.",
                        List.of("", "Small", "Medium", "Large"),
                        size),
                choice(
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
                        type),
                new SettingSpec(
                        TO_ZERO,
                        "Scale to zero",
                        "Nothing runs while nobody asks; the first request then waits.",
                        new Kind.Flag(),
                        toZero),
                text(LEAST, "Least concurrency", "Instead of a size; leave the size empty then."),
                text(MOST, "Most concurrency", "Instead of a size; leave the size empty then."),
                text(
                        ENVIRONMENT,
                        "Environment variables",
                        "As NAME=value, NAME=value, or a JSON object. A value may be {{secrets/scope/key}}."));
    }

    /** A served entity as the form describes it. */
    static ObjectNode entity(Values values) {
        ObjectNode json = Json.object().put("name", name(values));
        values.textInto(json, MODEL);
        if (values.has(PROVIDER)) {
            if (values.has(MODEL)) {
                throw Fields.wrong(MODEL, "must be empty where the model is a provider's.");
            }
            json.set(
                    "external_model",
                    ExternalBody.json(
                            values.text(PROVIDER),
                            values.required(EXTERNAL_NAME),
                            values.required(EXTERNAL_TASK),
                            Pairs.parse(values.text(EXTERNAL_CONFIG), EXTERNAL_CONFIG)));
            return json;
        }
        values.required(MODEL);
        json.put(VERSION, values.required(VERSION));
        change(json, values);
        return json;
    }

    /** Also where none was given: what is read back is compared by it. */
    static String name(Values values) {
        if (values.has(NAME)) {
            return values.text(NAME);
        }
        String model = values.text(MODEL);
        String name =
                values.has(PROVIDER)
                        ? values.text(EXTERNAL_NAME)
                        : model.substring(model.lastIndexOf('.') + 1) + "-" + values.text(VERSION);
        return name.replaceAll("[^\\w-]", "-");
    }

    /** The values with which the form of a present one begins. */
    static Map<String, String> present(JsonNode entity) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : List.of(VERSION, SIZE, TYPE, LEAST, MOST)) {
            values.put(key, entity.path(key).asString(""));
        }
        values.put(TO_ZERO, Boolean.toString(entity.path(TO_ZERO).asBoolean(false)));
        Map<String, String> environment = new LinkedHashMap<>();
        entity.path(ENVIRONMENT)
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString("")));
        values.put(ENVIRONMENT, Pairs.write(environment));
        return values;
    }

    /** Sets what was given, and nothing else. */
    static void change(ObjectNode entity, Values values) {
        values.textInto(entity, VERSION);
        values.textInto(entity, SIZE);
        values.textInto(entity, TYPE);
        values.flagInto(entity, TO_ZERO);
        values.wholeInto(entity, LEAST);
        values.wholeInto(entity, MOST);
        if (entity.has(SIZE) && (entity.has(LEAST) || entity.has(MOST))) {
            throw Fields.wrong(SIZE, "must be empty where least or most concurrency is given.");
        }
        if (values.named(ENVIRONMENT)) {
            Map<String, String> variables = Pairs.parse(values.text(ENVIRONMENT), ENVIRONMENT);
            if (variables.isEmpty()) {
                entity.remove(ENVIRONMENT);
            } else {
                variables.forEach(entity.putObject(ENVIRONMENT)::put);
            }
        }
    }

    static SettingSpec text(String key, String label, String help) {
        return SettingSpec.text(key, label, help);
    }

    static SettingSpec choice(String key, String label, String help, List<String> options) {
        return choice(key, label, help, options, options.getFirst());
    }

    private static SettingSpec choice(
            String key, String label, String help, List<String> options, String first) {
        return new SettingSpec(key, label, help, new Kind.Choice(options), first);
    }

    static SettingSpec flag(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Flag(), "false");
    }
}
