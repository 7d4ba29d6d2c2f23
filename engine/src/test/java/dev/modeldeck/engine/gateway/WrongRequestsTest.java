package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is wrong with a request is said of that request, and the nearest fault first. */
class WrongRequestsTest {

    private static final String TENSOR =
            "{\"inputs\":[{\"name\":\"%s\",\"datatype\":\"FP32\",%s}]}";

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

    @ParameterizedTest
    @CsvSource({"/v2/models/nope/infer", "/serving-endpoints/nope/invocations"})
    void an_unknown_model_is_told_before_what_its_body_lacks(String path) {
        HttpResponse<String> answer = raw.post(running.uri(path), "{\"inputs\":[]}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("nope");
    }

    @Test
    void an_unknown_path_is_not_an_unknown_model() {
        assertThat(code("/v1/audio/speech")).isEqualTo("unknown_url");
        assertThat(code("/v1/chat/completions")).isEqualTo("model_not_found");
    }

    private static String code(String path) {
        String body = "{\"model\":\"nope\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        HttpResponse<String> answer = raw.post(running.uri(path), body);
        assertThat(answer.statusCode()).isEqualTo(404);
        return Json.parseObject(answer.body()).at("/error/code").asString();
    }

    @Test
    void a_body_in_another_encoding_is_refused_and_not_guessed_at() {
        byte[] latin =
                "{\"model\":\"chat\",\"prompt\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> answer =
                raw.send("POST", running.uri("/v1/completions"), BodyPublishers.ofByteArray(latin));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not UTF-8");
    }

    @Test
    void too_deep_and_malformed_are_told_apart() {
        assertThat(refusal("/v1/completions", "[".repeat(300)))
                .contains("nests deeper than 200 levels")
                .doesNotContain("not valid JSON");
        assertThat(refusal("/v1/completions", "{\"model\":NaN}"))
                .contains("not valid JSON")
                .doesNotContain("levels");
        assertThat(refusal("/v1/completions", "{\"model\":" + "9".repeat(2000) + "}"))
                .contains("too long");
    }

    @ParameterizedTest
    @CsvSource({"1e400", "-1e400", "1e39"})
    void a_number_that_would_become_infinite_is_refused(String number) {
        assertThat(
                        refusal(
                                "/serving-endpoints/table/invocations",
                                "{\"inputs\":{\"a\":[" + number + "],\"b\":[1]}}"))
                .contains("too large")
                .contains("NaN and Infinity are not JSON");
        assertThat(
                        refusal(
                                "/v2/models/table/infer",
                                TENSOR.formatted(
                                        "input0", "\"shape\":[1,2],\"data\":[1," + number + "]")))
                .contains("value 2")
                .contains("NaN and Infinity are not JSON");
    }

    @Test
    void a_whole_number_of_hundreds_of_digits_is_too_large_as_well() {
        String digits = "9".repeat(400);
        assertThat(
                        refusal(
                                "/serving-endpoints/table/invocations",
                                "{\"inputs\":{\"a\":[" + digits + "],\"b\":[1]}}"))
                .contains("too large");
    }

    @Test
    void tensors_are_held_against_the_metadata_of_a_model_of_columns() {
        assertThat(
                        refusal(
                                "/v2/models/table/infer",
                                TENSOR.formatted("x", "\"shape\":[1,2],\"data\":[1,2]")))
                .contains("no input \\\"x\\\"")
                .contains("input0");
        assertThat(
                        refusal(
                                "/v2/models/table/infer",
                                TENSOR.formatted("input0", "\"shape\":[1,3],\"data\":[1,2,3]")))
                .contains("[1, 3]")
                .contains("[-1, 2]");
    }

    @Test
    void a_caller_in_the_program_is_told_the_times_that_are_recorded() throws Exception {
        running.recorded.clear();
        DialectCalls.Outcome outcome =
                running.services
                        .calls()
                        .call(
                                new DialectCalls.Call(
                                        "playground",
                                        "openai-completions",
                                        "you",
                                        "chat",
                                        "{\"prompt\":\"x\",\"stream\":true}"),
                                DialectCalls.Stream.none());
        var call = running.recorded.take();
        assertThat(outcome.problem()).isNull();
        assertThat(outcome.latencyMillis()).isEqualTo(call.latency().toNanos() / 1e6);
        assertThat(call.timeToFirstToken()).isNotNull();
        assertThat(outcome.firstTokenMillis()).isEqualTo(call.timeToFirstToken().toNanos() / 1e6);
    }

    private static String refusal(String path, String body) {
        HttpResponse<String> answer = raw.post(running.uri(path), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }
}
