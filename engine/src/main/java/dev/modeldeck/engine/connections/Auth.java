package dev.modeldeck.engine.connections;

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
     * OAuth 2.0 client credentials (RFC 6749, section 4.4), as service principals of Databricks use
     * them.
     */
    record OAuth(String clientId, String clientSecret) implements Auth {
        @Override
        public String toString() {
            return "OAuth";
        }
    }

    /** The same with its secret replaced. */
    default Auth withSecret(UnaryOperator<String> change) {
        return switch (this) {
            case None none -> none;
            case Bearer(String token) -> new Bearer(change.apply(token));
            case Basic(String user, String password) -> new Basic(user, change.apply(password));
            case ApiKey(String header, String key) -> new ApiKey(header, change.apply(key));
            case OAuth(String id, String secret) -> new OAuth(id, change.apply(secret));
        };
    }
}
