package dev.modeldeck.engine.connections;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How one proves to a server who one is. Its secrets are references such as {@code
 * {{secrets/connections/my-key}}} wherever a connection is kept; they become values only when a
 * {@link Site} is opened.
 */
public sealed interface Auth {

    record None() implements Auth {}

    /** {@code Authorization: Bearer …}. */
    record Bearer(String token) implements Auth {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    record Basic(String user, String password) implements Auth {
        @Override
        public String toString() {
            return "Basic";
        }
    }

    /** A key in a header of its own, such as {@code api-key} or {@code x-api-key}. */
    record ApiKey(String header, String key) implements Auth {
        @Override
        public String toString() {
            return "ApiKey in " + header;
        }
    }

    /**
     * OAuth 2.0 client credentials (RFC 6749, section 4.4), as service principals of Databricks and
     * applications of Entra ID use them.
     *
     * @param tokenAddress where tokens are given; empty to find it as Databricks has it
     * @param scope what the token is for; empty for Databricks' usual, elsewhere for none
     */
    record OAuth(String clientId, String clientSecret, String tokenAddress, String scope)
            implements Auth {
        public OAuth {
            // What an earlier version kept has neither.
            tokenAddress = Objects.requireNonNullElse(tokenAddress, "");
            scope = Objects.requireNonNullElse(scope, "");
        }

        /** As Databricks has it. */
        public OAuth(String clientId, String clientSecret) {
            this(clientId, clientSecret, "", "");
        }

        @Override
        public String toString() {
            return "OAuth";
        }
    }

    /**
     * A service account of Google Cloud.
     *
     * @param key the JSON file that Google gives for it
     */
    record GoogleAccount(String key) implements Auth {
        @Override
        public String toString() {
            return "GoogleAccount";
        }
    }

    /**
     * A pair of keys of AWS, with which each request is signed. A session's token, where it has
     * one, is a header of the connection's own ({@code X-Amz-Security-Token}) and signed with it.
     *
     * @param accessKeyId is no secret, but may be a reference to one
     * @param region empty for the one in the address
     */
    record AwsKeys(String accessKeyId, String secretAccessKey, String region) implements Auth {
        @Override
        public String toString() {
            return "AwsKeys";
        }
    }

    /** The same with its secret replaced. */
    default Auth withSecret(UnaryOperator<String> change) {
        return switch (this) {
            case None none -> none;
            case Bearer(String token) -> new Bearer(change.apply(token));
            case Basic(String user, String password) -> new Basic(user, change.apply(password));
            case ApiKey(String header, String key) -> new ApiKey(header, change.apply(key));
            case OAuth oauth ->
                    new OAuth(
                            oauth.clientId(),
                            change.apply(oauth.clientSecret()),
                            oauth.tokenAddress(),
                            oauth.scope());
            case GoogleAccount(String key) -> new GoogleAccount(change.apply(key));
            case AwsKeys(String id, String secret, String region) ->
                    new AwsKeys(id, change.apply(secret), region);
        };
    }
}
