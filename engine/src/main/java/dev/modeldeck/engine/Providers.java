package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Locale;
import java.util.Map;

/**
 * Databricks' providers of external models: where they are and how they are spoken to, by the
 * fields of their {@code …_config}.
 */
final class Providers {

    /** What the names of keys in the clear end with, in Databricks' words. */
    static final String PLAIN = "_plaintext";

    private static final String COMPATIBLE = "openai-compatible";

    private Providers() {}

    /** The model's name at the provider. */
    static String model(External external) {
        String name = external.name();
        return switch (external.provider()) {
            case "google-cloud-vertex-ai" -> name.contains("/") ? name : "google/" + name;
            case "amazon-bedrock" -> bedrock(external.config(), name);
            default -> name;
        };
    }

    /** Refuses what cannot be reached, or lacks a field. */
    static void check(External external) {
        if (external.connection().isPresent()) {
            new Config(external).required(External.CONNECTION_NAME);
        } else {
            connection(external);
        }
    }

    /** How to reach the provider; its keys are references still, or what they were sent as. */
    static Connection connection(External external) {
        Config config = new Config(external);
        return switch (external.provider()) {
            case "openai" -> openai(config);
            case "anthropic" ->
                    at(
                            "https://api.anthropic.com",
                            "anthropic",
                            new Auth.ApiKey("x-api-key", config.key("anthropic_api_key")));
            case "cohere" ->
                    at(
                            config.or("cohere_api_base", "https://api.cohere.ai/compatibility/v1"),
                            COMPATIBLE,
                            new Auth.Bearer(config.key("cohere_api_key")));
            case "ai21labs" ->
                    at(
                            "https://api.ai21.com/studio/v1",
                            COMPATIBLE,
                            new Auth.Bearer(config.key("ai21labs_api_key")));
            case "databricks-model-serving" ->
                    at(
                            config.required("databricks_workspace_url"),
                            "databricks",
                            new Auth.Bearer(config.key("databricks_api_token")));
            case "google-cloud-vertex-ai" -> vertex(config);
            case "amazon-bedrock" -> bedrock(config);
            case "custom" -> at(config.required("custom_provider_url"), COMPATIBLE, auth(config));
            default ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "Models of %s cannot be called from here yet. Take openai, anthropic, cohere, ai21labs, amazon-bedrock, google-cloud-vertex-ai, databricks-model-serving, custom, or one of your connections."
                                            .formatted(external.provider())));
        };
    }

    private static Connection openai(Config config) {
        String type = config.or("openai_api_type", "openai");
        if (type.equals("azure") || type.equals("azuread")) {
            Auth auth =
                    type.equals("azure")
                            ? new Auth.ApiKey("api-key", config.key("openai_api_key"))
                            : entra(config);
            return at(config.required("openai_api_base"), "azure-openai", auth)
                    .withSettings(
                            Map.of(
                                    "api_version",
                                    config.required("openai_api_version"),
                                    "deployment",
                                    config.required("openai_deployment_name")));
        }
        Auth bearer = new Auth.Bearer(config.key("openai_api_key"));
        String own = "https://api.openai.com/v1";
        String base = config.or("openai_api_base", own);
        String organization = config.or("openai_organization", "");
        Connection plain = at(base, base.equals(own) ? "openai" : COMPATIBLE, bearer);
        return organization.isEmpty()
                ? plain
                : plain.withHeaders(Map.of("OpenAI-Organization", organization));
    }

    /** An application of Entra ID; tokens as its documents of client credentials say. */
    private static Auth entra(Config config) {
        String tenant = config.required("microsoft_entra_tenant_id");
        return new Auth.OAuth(
                config.required("microsoft_entra_client_id"),
                config.key("microsoft_entra_client_secret"),
                "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token",
                "https://cognitiveservices.azure.com/.default");
    }

    /** Vertex AI speaks OpenAI's protocol as well, and knows its own models as Google's. */
    private static Connection vertex(Config config) {
        String region = config.required("region");
        String host =
                region.equals("global")
                        ? "aiplatform.googleapis.com"
                        : region + "-aiplatform.googleapis.com";
        String address =
                "https://%s/v1/projects/%s/locations/%s/endpoints/openapi"
                        .formatted(host, config.required("project_id"), region);
        return at(address, COMPATIBLE, new Auth.GoogleAccount(config.key("private_key")));
    }

    private static Connection bedrock(Config config) {
        String region = config.required("aws_region");
        if (config.has("instance_profile_arn") && !config.has("aws_secret_access_key")) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "An instance profile belongs to Databricks' own machines. Give \"aws_access_key_id\" and \"aws_secret_access_key\" instead."));
        }
        String end = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return at(
                "https://bedrock-runtime." + region + end,
                "bedrock",
                new Auth.AwsKeys(
                        config.key("aws_access_key_id"),
                        config.key("aws_secret_access_key"),
                        region));
    }

    /** Bedrock's names begin with whose a model is, which Databricks has in a field of its own. */
    private static String bedrock(Map<String, String> config, String name) {
        String maker = config.getOrDefault("bedrock_provider", "").toLowerCase(Locale.ROOT);
        return maker.isEmpty() || name.contains(".") || name.startsWith("arn:")
                ? name
                : (maker.equals("ai21labs") ? "ai21" : maker) + "." + name;
    }

    private static Auth auth(Config config) {
        if (config.has("api_key_auth.key")) {
            return new Auth.ApiKey(
                    config.required("api_key_auth.key"), config.key("api_key_auth.value"));
        }
        return config.has("bearer_token_auth.token")
                ? new Auth.Bearer(config.key("bearer_token_auth.token"))
                : new Auth.None();
    }

    private static Connection at(String address, String server, Auth auth) {
        return Connection.to("external model", Connection.address(address), Access.as(auth))
                .withServer(server);
    }

    /** The fields of a provider. */
    private record Config(Map<String, String> values, String provider) {

        Config(External external) {
            this(external.config(), external.provider());
        }

        /** Given in one way or the other. */
        boolean has(String key) {
            return values.containsKey(key) || values.containsKey(key + PLAIN);
        }

        String or(String key, String otherwise) {
            String value = values.getOrDefault(key, "");
            return value.isEmpty() ? otherwise : value;
        }

        String required(String key) {
            return required(key, or(key, ""));
        }

        /** A required one that may be given in one way or the other. */
        String key(String key) {
            return required(key, or(key, or(key + PLAIN, "")));
        }

        private String required(String key, String value) {
            if (value.isEmpty()) {
                throw new EngineException(
                        new Problem.Invalid(
                                "A model of provider \"%s\" needs \"%s\".".formatted(provider, key),
                                key));
            }
            return value;
        }
    }
}
