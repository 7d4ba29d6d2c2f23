package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.ExternalProviders;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code external_model}: a provider's model, and how the workspace gets at it. */
final class ExternalBody {

    static final List<String> TASKS =
            List.of("", "llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings");

    private static final String OPEN = "_plaintext";

    private ExternalBody() {}

    static List<String> providers() {
        List<String> providers = new ArrayList<>(List.of(""));
        providers.addAll(ExternalProviders.CONFIGS.keySet());
        return providers;
    }

    /**
     * @param fields of the provider, such as {@code bearer_token_auth.token} with a dot where they
     *     are nested
     */
    static ObjectNode json(String provider, String name, String task, Map<String, String> fields) {
        String config = ExternalProviders.CONFIGS.get(provider);
        if (config == null) {
            throw Fields.wrong(
                    EntityForm.PROVIDER,
                    "must be one of "
                            + String.join(", ", ExternalProviders.CONFIGS.keySet())
                            + ".");
        }
        ObjectNode json =
                Json.object().put("name", name).put("provider", provider).put("task", task);
        ObjectNode inner = json.putObject(config);
        fields.forEach((path, value) -> put(inner, path, value));
        return json;
    }

    private static void put(ObjectNode json, String path, String value) {
        if (path.endsWith(OPEN)) {
            // A plan is shown and read back: no place for a key.
            String name = path.substring(path.lastIndexOf('.') + 1);
            throw Fields.wrong(
                    "external_config",
                    "must not have a key in the open. Put it into a secret of the workspace, and give %s={{secrets/scope/key}}."
                            .formatted(name.substring(0, name.length() - OPEN.length())));
        }
        ExternalProviders.put(json, path, value);
    }
}
