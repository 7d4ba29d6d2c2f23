package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code external_model}: a provider's model, and how the workspace gets at it. */
final class ExternalBody {

    static final List<String> TASKS =
            List.of("", "llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings");

    /** Which field holds what a provider needs. */
    private static final Map<String, String> CONFIGS =
            new TreeMap<>(
                    Map.of(
                            "ai21labs", "ai21labs_config",
                            "amazon-bedrock", "amazon_bedrock_config",
                            "anthropic", "anthropic_config",
                            "cohere", "cohere_config",
                            "custom", "custom_provider_config",
                            "databricks-model-serving", "databricks_model_serving_config",
                            "google-cloud-vertex-ai", "google_cloud_vertex_ai_config",
                            "openai", "openai_config",
                            "palm", "palm_config"));

    private static final String OPEN = "_plaintext";

    private ExternalBody() {}

    static List<String> providers() {
        List<String> providers = new ArrayList<>(List.of(""));
        providers.addAll(CONFIGS.keySet());
        return providers;
    }

    /**
     * @param fields of the provider, such as {@code bearer_token_auth.token} with a dot where they
     *     are nested
     */
    static ObjectNode json(String provider, String name, String task, Map<String, String> fields) {
        String config = CONFIGS.get(provider);
        if (config == null) {
            throw Fields.wrong(
                    EntityForm.PROVIDER,
                    "must be one of " + String.join(", ", CONFIGS.keySet()) + ".");
        }
        ObjectNode json =
                Json.object().put("name", name).put("provider", provider).put("task", task);
        ObjectNode inner = json.putObject(config);
        fields.forEach((path, value) -> put(inner, path, value));
        return json;
    }

    private static void put(ObjectNode json, String path, String value) {
        int dot = path.indexOf('.');
        if (dot > 0) {
            put(json.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
            return;
        }
        if (path.endsWith(OPEN)) {
            // A plan is shown and read back: no place for a key.
            throw Fields.wrong(
                    "external_config",
                    "must not have a key in the open. Put it into a secret of the workspace, and give %s={{secrets/scope/key}}."
                            .formatted(path.substring(0, path.length() - OPEN.length())));
        }
        json.put(path, value);
    }
}
