package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.FakeServer.Asked;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Client credentials against a server that gives tokens as a Databricks workspace does. */
class OAuthTokensTest {

    private static final String METADATA = "GET /oidc/.well-known/oauth-authorization-server";

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
        OAuthTokens tokens = tokens();
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
        OAuthTokens tokens = tokens();
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
        OAuthTokens tokens =
                new OAuthTokens(fake.address().resolve("/ml/endpoints"), http, "Basic x", Map.of());
        assertThat(tokens.get()).containsEntry("Authorization", "Bearer first");
    }

    private OAuthTokens tokens() {
        return new OAuthTokens(
                fake.address(), http, Doors.basic("id", "secret"), Map.of("X-Own", "yes"));
    }

    private static String token(String value, int seconds) {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
                .formatted(value, seconds);
    }
}
