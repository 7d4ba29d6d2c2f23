package dev.modeldeck.engine.gateway.snippet;

import java.net.URI;

/**
 * A call to be written as code.
 *
 * @param gateway address of the gateway, without a path
 * @param needsToken whether the gateway asks for an access token
 * @param dialect as in {@code DialectCalls.Call}
 * @param body JSON
 */
public record SampleCall(
        URI gateway, boolean needsToken, String dialect, String endpoint, String body) {

    /** Name of the environment variable that the code reads the access token from. */
    public static final String TOKEN = "MODELDECK_TOKEN";

    SampleCall with(String otherBody) {
        return new SampleCall(gateway, needsToken, dialect, endpoint, otherBody);
    }

    /** The address that the dialect's clients post to. */
    public String url() {
        String path =
                switch (dialect) {
                    case "openai-chat" -> "/v1/chat/completions";
                    case "openai-completions" -> "/v1/completions";
                    case "openai-embeddings" -> "/v1/embeddings";
                    case "classify" -> "/classify";
                    case "rerank" -> "/v1/rerank";
                    case "openinference" -> "/v2/models/" + endpoint + "/infer";
                    default -> "/serving-endpoints/" + endpoint + "/invocations";
                };
        return base() + path;
    }

    String base() {
        String text = gateway.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
