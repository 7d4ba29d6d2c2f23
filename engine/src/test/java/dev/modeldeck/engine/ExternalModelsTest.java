package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.LoggedCall;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Models of servers elsewhere behind endpoints of ours, from the gateway to the server. */
class ExternalModelsTest extends WithExternalModels {

    @Test
    void a_connected_servers_model_answers_in_every_dialect() throws Exception {
        connect();
        create("fronted", connected());

        JsonNode chat =
                post(
                        "/v1/chat/completions",
                        "{\"model\":\"fronted\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                                + "\"logit_bias\":{\"5\":-100}}",
                        200);
        assertThat(chat.at("/choices/0/message/content").asString()).isEqualTo("Good day");
        JsonNode sent = Json.parse(server.last("POST /v1/chat/completions").body());
        assertThat(sent.path("model").asString()).isEqualTo("gpt-x");
        assertThat(sent.path("logit_bias")).hasToString("{\"5\":-100}");
        assertThat(server.last("POST /v1/chat/completions").header("Authorization"))
                .isEqualTo("Bearer " + KEY);

        JsonNode databricks =
                post(
                        "/serving-endpoints/fronted/invocations",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        200);
        assertThat(databricks.at("/choices/0/message/content").asString()).isEqualTo("Good day");

        LoggedCall call = logged();
        assertThat(call.tokensOut()).isEqualTo(2);
        assertThat(call.measures().estimated()).isTrue();
        assertThat(call.measures().bytesReceived()).isPositive();
    }

    @Test
    void what_a_model_thinks_reaches_the_caller_apart_from_what_it_says_and_is_logged()
            throws Exception {
        server.on(
                "POST /v1/chat/completions",
                FakeServer.stream(
                        "text/event-stream",
                        pieces -> {
                            pieces.write(event("{\"reasoning\":\"Hm, \"}", "null"));
                            pieces.write(event("{\"reasoning\":\"well.\"}", "null"));
                            pieces.write(event("{\"content\":\"Yes\"}", "null"));
                            pieces.write(event("{}", "\"stop\"") + "data: [DONE]\n\n");
                        }));
        connect();
        create("thinker", connected());
        JsonNode chat = post("/v1/chat/completions", chat("thinker"), 200);
        assertThat(chat.at("/choices/0/message/content").asString()).isEqualTo("Yes");
        assertThat(chat.at("/choices/0/message/reasoning_content").asString())
                .isEqualTo("Hm, well.");
        assertThat(chat.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(chat.at("/modeldeck/estimated_usage").asBoolean()).isTrue();
        LoggedCall call = logged();
        assertThat(call.tokensOut()).as("pieces, as the server counts nothing").isEqualTo(3);
        assertThat(engine.requestLog().bodies(call.sequence()).answer())
                .contains("\"reasoning_content\":\"Hm, well.\"");
        String streamed = chat("thinker").replace("{\"model", "{\"stream\":true,\"model");
        assertThat(text("/v1/chat/completions", streamed))
                .contains("{\"reasoning_content\":\"Hm, \"}", "{\"content\":\"Yes\"}");
    }

    @Test
    void one_name_splits_its_calls_between_two_servers() throws Exception {
        connect();
        try (FakeServer other = new FakeServer()) {
            other.on("POST /v1/chat/completions", FakeServer.json(200, whole("Other")));
            create(
                    "split",
                    connected()
                            + ",{\"name\":\"b\",\"external_model\":{\"name\":\"llm\",\"provider\":\"custom\","
                            + "\"task\":\"llm/v1/chat\",\"custom_provider_config\":{\"custom_provider_url\":\""
                            + other.address()
                            + "/v1\",\"api_key_auth\":{\"key\":\"x-key\",\"value_plaintext\":\""
                            + KEY
                            + "\"}}}}",
                    "{\"served_model_name\":\"gpt-x\",\"traffic_percentage\":50},"
                            + "{\"served_model_name\":\"b\",\"traffic_percentage\":50}");
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 60 && answers.size() < 2; i++) {
                answers.add(
                        post("/v1/chat/completions", chat("split"), 200)
                                .at("/choices/0/message/content")
                                .asString());
            }
            assertThat(answers).containsExactlyInAnyOrder("Good day", "Other");
            assertThat(other.last("POST /v1/chat/completions").header("X-key")).isEqualTo(KEY);
        }
    }

    @Test
    void endpoints_that_ask_one_another_in_a_ring_say_so_instead_of_asking_for_ever()
            throws Exception {
        URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
        connect();
        create("good", connected());
        create("over", asking("good", gateway));
        assertThat(
                        post("/v1/chat/completions", chat("over"), 200)
                                .at("/choices/0/message/content")
                                .asString())
                .isEqualTo("Good day");
        create("one", asking("two", gateway));
        create("two", asking("one", gateway));
        JsonNode refused = post("/v1/chat/completions", chat("one"), 400);
        assertThat(refused.at("/error/message").asString()).contains("asks itself");
    }

    private static String asking(String endpoint, URI gateway) {
        return ("{\"external_model\":{\"name\":\"%s\",\"provider\":\"custom\",\"task\":\"llm/v1/chat\","
                        + "\"custom_provider_config\":{\"custom_provider_url\":\"%s/v1\"}}}")
                .formatted(endpoint, gateway);
    }

    @Test
    void what_a_caller_cannot_have_is_said() throws Exception {
        post("/api/2.0/serving-endpoints", body("a", entity("palm", "palm_config", "{}")), 400);
        JsonNode missing =
                post(
                        "/api/2.0/serving-endpoints",
                        body("b", entity("openai", "openai_config", "{}")),
                        400);
        assertThat(missing.path("message").asString()).contains("openai_api_key");
        JsonNode unknown =
                post("/api/2.0/serving-endpoints", body("c", entity("who", "x", "{}")), 400);
        assertThat(unknown.path("message").asString()).contains("must be one of");
        create(
                "gone",
                entity("connection", "connection_config", "{\"connection_name\":\"nowhere\"}"));
        JsonNode down = post("/v1/chat/completions", chat("gone"), 503);
        assertThat(down.at("/error/message").asString()).isNotBlank();
        assertThat(get("/api/2.0/serving-endpoints/gone", 200).at("/state/message").asString())
                .contains("no connection \"nowhere\"");
    }

    @Test
    void a_server_that_is_gone_costs_its_own_calls_only() throws Exception {
        connect();
        create("fronted", connected());
        post("/v1/chat/completions", chat("fronted"), 200);
        server.close();
        JsonNode refused = post("/v1/chat/completions", chat("fronted"), 503);
        assertThat(refused.at("/error/message").asString()).contains("cannot be reached");
        assertThat(get("/api/2.0/serving-endpoints/fronted", 200).at("/state/ready").asString())
                .isEqualTo("READY");
    }

    private void create(String name, String entities, String routes) throws Exception {
        post(
                "/api/2.0/serving-endpoints",
                "{\"name\":\"%s\",\"config\":{\"served_entities\":[%s],\"traffic_config\":{\"routes\":[%s]}}}"
                        .formatted(name, entities, routes),
                200);
        await(name);
    }

    /** The newest call of the log, which is written a moment after the answer. */
    private LoggedCall logged() {
        while (true) {
            List<LoggedCall> newest = engine.requestLog().page(CallFilter.all(), 0, 1);
            if (!newest.isEmpty()) {
                return newest.getFirst();
            }
            Thread.onSpinWait();
        }
    }

    private static String whole(String text) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}"
                .formatted(text);
    }
}
