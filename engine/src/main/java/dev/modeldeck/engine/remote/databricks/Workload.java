package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Values;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a served entity runs on, as settings. */
abstract class Workload {

    static final String SIZE = "workload_size";

    private static final String TO_ZERO = "scale_to_zero_enabled";
    private static final String ENVIRONMENT = "environment_vars";

    /**
     * @param fresh whether they are those of a new one, which begin with the usual values; those of
     *     a present one begin empty
     */
    final List<SettingSpec> settings(boolean fresh) {
        List<SettingSpec> all = new ArrayList<>();
        all.add(
                EntityForm.choice(
                        SIZE,
                        "Workload size",
                        "How many requests at once: Small 4, Medium 8 to 16, Large 16 to 64.",
                        List.of("", "Small", "Medium", "Large"),
                        fresh ? "Small" : ""));
        all.addAll(machine(fresh));
        all.add(
                new SettingSpec(
                        TO_ZERO,
                        "Scale to zero",
                        "Nothing runs while nobody asks; the first request then waits.",
                        new Kind.Flag(),
                        "false"));
        all.add(
                EntityForm.text(
                        ENVIRONMENT,
                        "Environment variables",
                        "As NAME=value, NAME=value, or a JSON object. A value may be {{secrets/scope/key}}."));
        return all;
    }

    /** The values with which the form of a present one begins. */
    final Map<String, String> present(JsonNode entity) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(SIZE, entity.path(SIZE).asString(""));
        machine(entity, values);
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
    final void change(ObjectNode entity, Values values) {
        values.textInto(entity, SIZE);
        machine(entity, values);
        values.flagInto(entity, TO_ZERO);
        if (values.named(ENVIRONMENT)) {
            Map<String, String> variables = Pairs.parse(values.text(ENVIRONMENT), ENVIRONMENT);
            if (variables.isEmpty()) {
                entity.remove(ENVIRONMENT);
            } else {
                variables.forEach(entity.putObject(ENVIRONMENT)::put);
            }
        }
    }

    /** Settings that one kind of server has, and another not. */
    abstract List<SettingSpec> machine(boolean fresh);

    abstract void machine(JsonNode entity, Map<String, String> present);

    abstract void machine(ObjectNode entity, Values changed);
}
