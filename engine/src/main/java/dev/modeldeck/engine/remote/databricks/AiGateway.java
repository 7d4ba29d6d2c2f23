package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a workspace does with the calls of an endpoint: limits, guardrails, fallbacks and records.
 * The call replaces all of it, so what is not changed is sent as it was read.
 */
final class AiGateway extends EndpointAction {

    private static final String KEY = "ai_gateway";

    /** The fields of the form and where their values are; limits are apart. */
    private static final List<Place> PLACES =
            List.of(
                    flag(
                            "usage_tracking",
                            "Usage tracking",
                            "Calls go to the system tables.",
                            "usage_tracking_config.enabled"),
                    flag(
                            "fallback",
                            "Fallbacks",
                            "After a failure the next served entity is tried.",
                            "fallback_config.enabled"),
                    flag(
                            "inference_table",
                            "Inference table",
                            "Calls are written to a table with their bodies.",
                            "inference_table_config.enabled"),
                    text(
                            "table_catalog",
                            "Catalog of the table",
                            "inference_table_config.catalog_name"),
                    text(
                            "table_schema",
                            "Schema of the table",
                            "inference_table_config.schema_name"),
                    text(
                            "table_prefix",
                            "Prefix of the table",
                            "inference_table_config.table_name_prefix"),
                    flag(
                            "input_safety",
                            "Unsafe questions are refused",
                            "",
                            "guardrails.input.safety"),
                    pii("input_pii", "Personal data in questions", "guardrails.input.pii.behavior"),
                    list(
                            "input_keywords",
                            "Refused words in questions",
                            "guardrails.input.invalid_keywords"),
                    list(
                            "input_topics",
                            "Topics that questions keep to",
                            "guardrails.input.valid_topics"),
                    flag(
                            "output_safety",
                            "Unsafe answers are refused",
                            "",
                            "guardrails.output.safety"),
                    pii("output_pii", "Personal data in answers", "guardrails.output.pii.behavior"),
                    list(
                            "output_keywords",
                            "Refused words in answers",
                            "guardrails.output.invalid_keywords"));

    AiGateway(Extent extent) {
        super(
                extent,
                "ai-gateway",
                "Change limits and guardrails",
                "Rate limits, guardrails, fallbacks and what is recorded of each call.");
    }

    /**
     * A field and the path to its value.
     *
     * @param listed whether the value is an array of words
     */
    private record Place(SettingSpec spec, List<String> path, boolean listed) {

        String key() {
            return spec.key();
        }

        JsonNode in(JsonNode json) {
            JsonNode at = json;
            for (String part : path) {
                at = at.path(part);
            }
            return at;
        }

        void set(ObjectNode json, Values values) {
            ObjectNode at = json;
            for (String part : path.subList(0, path.size() - 1)) {
                at = at.withObjectProperty(part);
            }
            String last = path.getLast();
            if (spec.kind() instanceof Kind.Flag) {
                at.put(last, values.flag(key()));
            } else if (!values.has(key())) {
                at.remove(last);
            } else if (listed) {
                words(values.text(key())).forEach(at.putArray(last)::add);
            } else {
                at.put(last, values.text(key()));
            }
        }
    }

    @Override
    public List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>(RateLimits.settings());
        PLACES.forEach(place -> all.add(place.spec()));
        return all;
    }

    @Override
    Map<String, String> present(JsonNode endpoint) {
        JsonNode now = endpoint.path(KEY);
        Map<String, String> values = new LinkedHashMap<>(RateLimits.present(now));
        for (Place place : PLACES) {
            JsonNode value = place.in(now);
            values.put(
                    place.key(),
                    value.isArray()
                            ? value.valueStream()
                                    .map(word -> word.asString(""))
                                    .collect(Collectors.joining(", "))
                            : value.asString(place.spec().defaultValue()));
        }
        return values;
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        ObjectNode endpoint = workspace.endpoint(name);
        Values changed = values.changedFrom(present(endpoint));
        ObjectNode now = endpoint.path(KEY) instanceof ObjectNode object ? object : Json.object();
        ObjectNode wanted = now.deepCopy();
        RateLimits.change(wanted, changed);
        PLACES.stream()
                .filter(place -> changed.named(place.key()))
                .forEach(place -> place.set(wanted, changed));
        return changing(
                name,
                Json.object().set(KEY, now),
                Json.object().set(KEY, wanted),
                Plan.Call.of("PUT", Workspace.endpointPath(name) + "/ai-gateway", wanted));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Place flag(String key, String label, String help, String path) {
        return new Place(EntityForm.flag(key, label, help), parts(path), false);
    }

    private static Place text(String key, String label, String path) {
        return new Place(EntityForm.text(key, label, ""), parts(path), false);
    }

    private static Place list(String key, String label, String path) {
        return new Place(EntityForm.text(key, label, "Separated by commas."), parts(path), true);
    }

    private static Place pii(String key, String label, String path) {
        return new Place(
                EntityForm.choice(key, label, "", List.of("NONE", "BLOCK", "MASK")),
                parts(path),
                false);
    }

    private static List<String> parts(String path) {
        return List.of(path.split("\\.", -1));
    }
}
