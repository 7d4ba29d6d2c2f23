package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** A served entity as settings: a registered model, or a model of a provider elsewhere. */
final class EntityForm {

    static final String NAME = "served_name";
    static final String MODEL = "entity_name";
    static final String VERSION = "entity_version";
    static final String PROVIDER = "provider";

    private static final String EXTERNAL_NAME = "external_name";
    private static final String EXTERNAL_TASK = "external_task";
    private static final String EXTERNAL_CONFIG = "external_config";

    private EntityForm() {}

    /** Settings of a new one. */
    static List<SettingSpec> fresh(Workload workload) {
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
        all.addAll(workload.settings(true));
        all.add(text(NAME, "Name of the served entity", "Made of model and version where empty."));
        return all;
    }

    /** A served entity as the form describes it. */
    static ObjectNode entity(Values values, Workload workload) {
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
        workload.change(json, values);
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

    static SettingSpec text(String key, String label, String help) {
        return SettingSpec.text(key, label, help);
    }

    static SettingSpec choice(String key, String label, String help, List<String> options) {
        return choice(key, label, help, options, options.getFirst());
    }

    static SettingSpec choice(
            String key, String label, String help, List<String> options, String first) {
        return new SettingSpec(key, label, help, new Kind.Choice(options), first);
    }

    static SettingSpec flag(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Flag(), "false");
    }
}
