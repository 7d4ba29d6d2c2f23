package dev.modeldeck.engine.wire.databricks;

import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The providers of Databricks' {@code external_model}, and the field that holds what each needs.
 */
public final class ExternalProviders {

    /** The name of that field, by provider. */
    public static final SortedMap<String, String> CONFIGS =
            Collections.unmodifiableSortedMap(
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
                                    "palm", "palm_config")));

    private ExternalProviders() {}

    /** Puts a value where its path says, which has a dot before each inner name. */
    public static void put(ObjectNode json, String path, String value) {
        int dot = path.indexOf('.');
        if (dot > 0) {
            put(json.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        } else {
            json.put(path, value);
        }
    }
}
