package dev.modeldeck.app.connections;

import dev.modeldeck.engine.connections.Auth;

import java.util.function.Function;

/** The ways to prove who one is, as a person chooses between them. */
enum AuthKind {
    NONE,
    BEARER,
    BASIC,
    API_KEY,
    OAUTH,
    GOOGLE,
    AWS;

    static AuthKind of(Auth auth) {
        return switch (auth) {
            case Auth.None _ -> NONE;
            case Auth.Bearer _ -> BEARER;
            case Auth.Basic _ -> BASIC;
            case Auth.ApiKey _ -> API_KEY;
            case Auth.OAuth _ -> OAUTH;
            case Auth.GoogleAccount _ -> GOOGLE;
            case Auth.AwsKeys _ -> AWS;
        };
    }

    /** The text beside its secret: a user, a header, a client's id; empty where there is none. */
    static String name(Auth auth) {
        return switch (auth) {
            case Auth.None _, Auth.Bearer _, Auth.GoogleAccount _ -> "";
            case Auth.Basic basic -> basic.user();
            case Auth.ApiKey key -> key.header();
            case Auth.OAuth oauth -> oauth.clientId();
            case Auth.AwsKeys keys -> keys.accessKeyId();
        };
    }

    static String secret(Auth auth) {
        return switch (auth) {
            case Auth.None _ -> "";
            case Auth.Bearer bearer -> bearer.token();
            case Auth.Basic basic -> basic.password();
            case Auth.ApiKey key -> key.key();
            case Auth.OAuth oauth -> oauth.clientSecret();
            case Auth.GoogleAccount google -> google.key();
            case Auth.AwsKeys keys -> keys.secretAccessKey();
        };
    }

    /**
     * @param beside what some ways have beside a name and a secret; may be empty
     */
    Auth with(String name, String secret, Function<AccessViewModel.Text, String> beside) {
        return switch (this) {
            case NONE -> new Auth.None();
            case BEARER -> new Auth.Bearer(secret);
            case BASIC -> new Auth.Basic(name, secret);
            case API_KEY -> new Auth.ApiKey(name, secret);
            case OAUTH ->
                    new Auth.OAuth(
                            name,
                            secret,
                            beside.apply(AccessViewModel.Text.TOKEN_ADDRESS),
                            beside.apply(AccessViewModel.Text.TOKEN_SCOPE));
            case GOOGLE -> new Auth.GoogleAccount(secret);
            case AWS -> new Auth.AwsKeys(name, secret, beside.apply(AccessViewModel.Text.REGION));
        };
    }

    boolean named() {
        return this != NONE && this != BEARER && this != GOOGLE;
    }
}
