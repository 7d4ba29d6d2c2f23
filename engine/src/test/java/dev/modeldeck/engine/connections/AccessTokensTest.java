package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.FakeServer.Asked;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

/** Client credentials against a server that gives tokens as a Databricks workspace does. */
class AccessTokensTest {

    private static final String METADATA = "GET /oidc/.well-known/oauth-authorization-server";

    private static final Map<String, String> OWN = Map.of("X-Own", "yes");

    private final FakeServer fake = new FakeServer();
    private final HttpCalls http = HttpCalls.patient();

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void a_token_is_fetched_where_the_workspace_says_and_used_until_it_runs_out() {
        fake.on(METADATA, "{\"token_endpoint\":\"%s/far/token\"}".formatted(fake.address()));
        fake.on("POST /far/token", token("first", 3600));
        AccessTokens tokens = tokens();
        assertThat(tokens.get())
                .containsEntry("Authorization", "Bearer first")
                .containsEntry("X-Own", "yes");
        fake.on("POST /far/token", token("second", 3600));
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer first");
        Asked asked = fake.last("POST /far/token");
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=all-apis");
        assertThat(asked.header("Content-type")).startsWith("application/x-www-form-urlencoded");
        assertThat(asked.header("Authorization")).isEqualTo("Basic aWQ6c2VjcmV0");
        assertThat(asked.header("X-own")).isEqualTo("yes");
    }

    @Test
    void one_that_is_about_to_run_out_is_replaced() {
        fake.on("POST /oidc/v1/token", token("short", 30));
        AccessTokens tokens = tokens();
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer short");
        fake.on("POST /oidc/v1/token", token("long", 3600));
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer long");
    }

    @Test
    void wrong_credentials_are_said_to_be_wrong_without_the_secret() {
        fake.on(
                "POST /oidc/v1/token",
                FakeServer.json(
                        401, "{\"error\":\"invalid_client\",\"error_description\":\"no\"}"));
        assertThatThrownBy(() -> tokens().get())
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unauthenticated.class))
                .hasMessageContaining("/oidc/v1/token answered 401")
                .hasMessageNotContaining("secret\"");
    }

    @Test
    void a_server_in_trouble_is_not_told_as_wrong_credentials() {
        fake.on("POST /oidc/v1/token", FakeServer.json(503, "{\"message\":\"Come back\"}"));
        assertThatThrownBy(() -> tokens().get())
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unavailable.class))
                .hasMessageContaining("Come back");
    }

    @Test
    void a_path_that_was_copied_along_is_none_of_the_tokens_address() {
        fake.on("POST /oidc/v1/token", token("first", 3600));
        AccessTokens tokens =
                tokens(
                        new ClientCredentials(
                                fake.address().resolve("/ml/endpoints"),
                                http,
                                new Auth.OAuth("id", "secret"),
                                Map.of()));
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer first");
    }

    @Test
    void at_an_address_of_its_own_a_token_is_asked_for_its_scope_and_without_others_headers() {
        fake.on("POST /tenant/oauth2/v2.0/token", token("entra", 3600));
        var client =
                new Auth.OAuth(
                        "id",
                        "secret",
                        fake.address() + "/tenant/oauth2/v2.0/token",
                        "https://cognitiveservices.azure.com/.default");
        URI elsewhere = URI.create("https://models.invalid");
        AccessTokens tokens = tokens(new ClientCredentials(elsewhere, http, client, OWN));
        assertThat(tokens.get())
                .containsEntry("Authorization", "Bearer entra")
                .containsEntry("X-Own", "yes");
        Asked asked = fake.last("POST /tenant/oauth2/v2.0/token");
        assertThat(asked.body())
                .isEqualTo(
                        "grant_type=client_credentials&scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
        assertThat(asked.header("X-own")).isEmpty();
    }

    @Test
    void a_service_account_signs_for_its_token() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        fake.on("POST /token", token("google", 3600));
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        AccessTokens tokens =
                tokens(new ServiceAccount(account(pair), Clock.fixed(now, ZoneOffset.UTC)));
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer google");
        String body = fake.last("POST /token").body();
        assertThat(body)
                .startsWith(
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        String[] parts = body.substring(body.lastIndexOf('=') + 1).split("\\.");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"iss\":\"me@project.iam\",\"scope\":\"https://www.googleapis.com/auth/cloud-platform\",\"aud\":\"%s/token\",\"iat\":%d,\"exp\":%d}"
                                .formatted(
                                        fake.address(),
                                        now.getEpochSecond(),
                                        now.getEpochSecond() + 3600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{}",
                "{\"client_email\":\"a\",\"private_key\":\"QUFB\"}",
                "{\"client_email\":\"a\",\"private_key\":\"%%%\"}"
            })
    void a_key_that_is_none_is_refused_without_showing_it(String key) {
        assertThatThrownBy(() -> tokens(new ServiceAccount(key, Clock.systemUTC())).get())
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class))
                .hasMessageContaining("the JSON file that Google Cloud gives")
                .hasNoCause();
    }

    private String account(KeyPair pair) {
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        return Json.write(
                Json.object()
                        .put("type", "service_account")
                        .put("private_key_id", "k1")
                        .put("private_key", pem)
                        .put("client_email", "me@project.iam")
                        .put("token_uri", fake.address() + "/token"));
    }

    private AccessTokens tokens() {
        return tokens(
                new ClientCredentials(fake.address(), http, new Auth.OAuth("id", "secret"), OWN));
    }

    private AccessTokens tokens(AccessTokens.Grant grant) {
        return new AccessTokens(grant, http, OWN);
    }

    private static String token(String value, int seconds) {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                .formatted(value, seconds);
    }
}
