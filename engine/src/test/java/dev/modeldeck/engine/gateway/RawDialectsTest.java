package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** What goes over the wire, as curl would see it. */
class RawDialectsTest {

    private static final String TABLE = "/serving-endpoints/table/invocations";

    @TempDir static Path folder;
    private static RunningGateway running;
    private static RawClient raw;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
        raw = new RawClient();
    }

    @AfterAll
    static void stop() {
        raw.close();
        running.close();
    }

    @Test
    void an_openai_stream_is_events_up_to_done() {
        HttpResponse<String> answer =
                raw.post(
                        running.uri("/v1/chat/completions"),
                        "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a b\"}]}");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
        List<ObjectNode> events = events(answer.body());
        assertThat(events.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(events.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(events).allSatisfy(e -> assertThat(e.has("usage")).isFalse());
        assertThat(answer.body()).endsWith("\n\ndata: [DONE]\n\n");
    }

    @Test
    void a_databricks_stream_tells_the_usage_in_every_event() {
        HttpResponse<String> answer =
                raw.post(
                        running.uri("/serving-endpoints/chat/invocations"),
                        "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"a b\"}]}");
        assertThat(answer.headers().firstValue("served-model-name")).contains("chat-1");
        List<ObjectNode> events = events(answer.body());
        assertThat(events)
                .extracting(e -> e.at("/usage/completion_tokens").intValue())
                .containsExactly(0, 1, 2, 2);
        assertThat(events.getLast().at("/choices/0/finishReason").asString()).isEqualTo("stop");
        assertThat(events.getLast().at("/model").asString()).isEqualTo("chat-1");
    }

    @Test
    void tools_are_called_in_the_words_of_databricks_and_recorded() throws Exception {
        String body =
                """
                {"messages":[{"role":"user","content":"hi"}],"stream":%s,"tool_choice":"required",
                "tools":[{"type":"function","function":{"name":"tell","parameters":{}}}]}
                """;
        String path = "/serving-endpoints/chat/invocations";
        running.recorded.clear();
        ObjectNode whole =
                Json.parseObject(raw.post(running.uri(path), body.formatted(false)).body());
        assertThat(whole.at("/choices/0/message/tool_calls/0/function/arguments").asString())
                .isEqualTo("{\"said\": \"hi\"}");
        assertThat(whole.at("/choices/0/finishReason").asString()).isEqualTo("tool_calls");
        List<ObjectNode> events = events(raw.post(running.uri(path), body.formatted(true)).body());
        assertThat(events.get(1).at("/choices/0/delta/tool_calls/0/function/name").asString())
                .isEqualTo("tell");
        assertThat(events.getLast().at("/choices/0/finishReason").asString())
                .isEqualTo("tool_calls");
        for (int i = 0; i < 2; i++) {
            CallRecord record = running.recorded.take();
            assertThat(record.context().answerBody().apply(record.result()))
                    .contains("\"tool_calls\":[{\"id\":\"id0\"");
        }
    }

    @Test
    void a_databricks_completion_has_no_limit_of_sixteen_tokens() {
        String prompt = "w ".repeat(40).strip();
        HttpResponse<String> answer =
                raw.post(
                        running.uri("/serving-endpoints/chat/served-models/chat-1/invocations"),
                        "{\"prompt\":\"" + prompt + "\"}");
        assertThat(Json.parseObject(answer.body()).at("/choices/0/text").asString())
                .isEqualTo(prompt);
        HttpResponse<String> openai =
                raw.post(
                        running.uri("/v1/completions"),
                        "{\"model\":\"chat\",\"prompt\":\"" + prompt + "\"}");
        assertThat(Json.parseObject(openai.body()).at("/usage/completion_tokens").intValue())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[3,4]]}}",
                "{\"dataframe_split\":[{\"columns\":[\"b\",\"a\"],\"data\":[[2,1],[4,3]]}]}",
                "{\"dataframe_records\":[{\"a\":1,\"b\":2},{\"b\":4,\"a\":3}]}",
                "{\"instances\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]}",
                "{\"inputs\":{\"a\":[1,3],\"b\":[2,4]}}"
            })
    void rows_come_in_five_forms(String body) {
        HttpResponse<String> answer = raw.post(running.uri(TABLE), body);
        assertThat(answer.body()).startsWith("{\"predictions\":").contains("3.0", "7.0");
        assertThat(answer.headers().firstValue("served-model-name")).contains("table-1");
        assertThat(raw.post(running.uri("/v1/models/table:predict"), body).body())
                .isEqualTo(answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"instances\":[],\"x\":1}",
                "{\"instances\":[[1,2]],\"inputs\":[[1,2]]}",
                "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1]]}}",
                "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[[1]]}}",
                "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1,\"x\"]]}}",
                "{\"dataframe_records\":[1]}",
                "{\"inputs\":3}",
                "{\"input\":\"embed me\"}",
                "{\"input\":\"embed me\",\"encoding_format\":\"hex\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "{\"instances\":[[1,2]],\"extra_params\":\"x\"}"
            })
    void wrong_rows_are_refused_in_the_dialects_words(String body) {
        HttpResponse<String> answer = raw.post(running.uri(TABLE), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        ObjectNode error = Json.parseObject(answer.body());
        assertThat(error.path("error_code").asString()).isNotEmpty();
        assertThat(error.path("message").asString()).endsWith(".");
    }

    @Test
    void the_open_inference_protocol_is_spoken() {
        assertThat(raw.get(running.uri("/v2")).body()).contains("modeldeck", "1.2.3");
        assertThat(raw.get(running.uri("/v2/health/live")).statusCode()).isEqualTo(200);
        assertThat(raw.get(running.uri("/v2/health/ready")).statusCode()).isEqualTo(200);
        assertThat(raw.get(running.uri("/v2/models/table/ready")).body())
                .isEqualTo("{\"name\":\"table\",\"ready\":true}");
        ObjectNode metadata = Json.parseObject(raw.get(running.uri("/v2/models/table")).body());
        assertThat(metadata.at("/versions/0").asString()).isEqualTo("table-1");
        String input = metadata.at("/inputs/0/name").asString();
        String body =
                "{\"id\":\"7\",\"inputs\":[{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1,2,3,4]}]}"
                        .formatted(input);
        for (String path :
                List.of("/v2/models/table/infer", "/v2/models/table/versions/table-1/infer")) {
            ObjectNode answer = Json.parseObject(raw.post(running.uri(path), body).body());
            assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[3.0,7.0]");
            assertThat(answer.path("id").asString()).isEqualTo("7");
            assertThat(answer.path("model_name").asString()).isEqualTo("table");
            assertThat(answer.path("model_version").asString()).isEqualTo("table-1");
        }
        assertThat(raw.get(running.uri("/v2/models/table/versions/table-1")).body())
                .contains("\"versions\":[\"table-1\"]");
        assertThat(raw.get(running.uri("/v2/models/table/versions/table-1/ready")).statusCode())
                .isEqualTo(200);
        assertThat(raw.get(running.uri("/v2/models/table/versions/1")).body())
                .contains("It has: table-1.");
        HttpResponse<String> unknown = raw.post(running.uri("/v2/models/nobody/infer"), body);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Json.parseObject(unknown.body()).path("error").isString()).isTrue();
    }

    @Test
    void probes_and_measures_are_plain() {
        assertThat(raw.get(running.uri("/health")).body()).isEqualTo("OK");
        assertThat(raw.get(running.uri("/version")).body()).isEqualTo("1.2.3");
        assertThat(raw.get(running.uri("/metrics")).body()).contains("endpoint=\"table\"");
        assertThat(raw.get(running.uri("/.well-known/databricks-config")).body()).isEqualTo("{}");
    }

    private static List<ObjectNode> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Json.parseObject(line.substring(6)))
                .toList();
    }
}
