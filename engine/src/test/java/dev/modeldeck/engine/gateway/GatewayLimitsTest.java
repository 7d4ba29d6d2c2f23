package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Requests that no well-behaved client sends. */
@Timeout(30)
class GatewayLimitsTest {

    private static final String CHAT = "/v1/chat/completions";

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
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "[]",
                "nonsense",
                "{\"model\":\"chat\"}",
                "{\"model\":\"chat\",\"messages\":\"hi\"}",
                "{\"model\":\"chat\",\"messages\":[1]}",
                "{\"model\":7,\"messages\":[]}",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":NaN}",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":1e999}",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":1}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
            })
    void a_wrong_body_is_refused_in_a_sentence(String body) {
        HttpResponse<String> answer = raw.post(running.uri(CHAT), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        String message = message(answer);
        assertThat(message).endsWith(".").doesNotContain("Exception", "tools.jackson", "\tat ");
    }

    @Test
    void seventeen_megabytes_are_too_many() {
        byte[] body = new byte[17 << 20];
        HttpResponse<String> announced =
                raw.send("POST", running.uri(CHAT), BodyPublishers.ofByteArray(body));
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(message(announced)).contains("16 MB");
        HttpResponse<String> chunked =
                raw.send(
                        "POST",
                        running.uri("/serving-endpoints/chat/invocations"),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("MAX_REQUEST_SIZE_EXCEEDED");
    }

    @Test
    void an_enormous_body_is_refused_before_it_is_sent() throws Exception {
        URI uri = running.uri(CHAT);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST "
                                            + CHAT
                                            + " HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Length: 99999999999\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void a_name_of_megabytes_is_not_kept() throws Exception {
        running.recorded.clear();
        String body = chat("\"x\"").replace("\"chat\"", '"' + "x".repeat(1 << 20) + '"');
        assertThat(raw.post(running.uri(CHAT), body).statusCode()).isEqualTo(404);
        assertThat(running.recorded.take().endpoint()).hasSizeLessThan(200);
    }

    @Test
    void a_body_without_an_announced_length_is_read() {
        byte[] body = chat("\"hello\"").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                raw.send(
                        "POST",
                        running.uri(CHAT),
                        BodyPublishers.ofInputStream(() -> stream(body)));
        assertThat(answer.body()).contains("\"content\":\"hello\"");
    }

    @Test
    void half_characters_are_replaced() {
        HttpResponse<String> answer = raw.post(running.uri(CHAT), chat("\"a\\ud800b\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("a\uFFFDb");
    }

    @Test
    void of_duplicate_keys_the_last_counts() {
        String body = chat("\"x\"").replace("\"model\"", "\"model\":\"nobody\",\"model\"");
        assertThat(raw.post(running.uri(CHAT), body).statusCode()).isEqualTo(200);
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "[".repeat(50_000) + "]".repeat(50_000);
        assertThat(raw.post(running.uri(CHAT), chat(deep)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     /v1/chat/completions,               POST",
        "PUT,     /v1/models,                         GET",
        "DELETE,  /serving-endpoints/chat/invocations, POST",
        "PATCH,   /api/2.0/serving-endpoints/chat,    'DELETE, GET'",
        "POST,    /v2/models/chat,                    GET",
        "POST,    /health,                            GET"
    })
    void a_wrong_method_is_told_the_right_ones(String method, String path, String allow) {
        HttpResponse<String> answer =
                raw.send(method, running.uri(path), BodyPublishers.ofString("{}"));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allow);
        assertThat(Json.parseObject(answer.body())).isNotNull();
    }

    @Test
    void head_and_options_are_answered() {
        assertThat(
                        raw.send("HEAD", running.uri("/v1/models"), BodyPublishers.noBody())
                                .statusCode())
                .isEqualTo(200);
        HttpResponse<String> options =
                raw.send("OPTIONS", running.uri(CHAT), BodyPublishers.noBody());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains("POST");
        assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/,                    error_code",
        "/nothing,             error_code",
        "/v1/nothing,          error",
        "/v2/nothing,          error",
        "/v1/models/a%2Fb%20c, error",
        "/v1/models/%C3,       error",
        "/api/2.0/x/y,         error_code"
    })
    void an_unknown_path_is_not_found_in_json(String path, String key) {
        HttpResponse<String> answer = raw.get(running.uri(path));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.parseObject(answer.body()).has(key)).isTrue();
    }

    @Test
    void paths_and_headers_have_their_limits() throws Exception {
        String path = "/v1/models/" + "x".repeat(20_000);
        assertThat(status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        String header = "X-Long: " + "x".repeat(100_000);
        assertThat(status("GET /health HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(status("nonsense\r\n\r\n")).doesNotContain("\tat ");
    }

    @Test
    void a_fault_of_ours_is_no_secret_of_ours() {
        HttpResponse<String> answer = raw.post(running.uri(CHAT), chat("\"crash\""));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("server_error").doesNotContain("fault of ours");
    }

    @Test
    void a_full_queue_says_when_to_come_back() {
        HttpResponse<String> answer = raw.post(running.uri(CHAT), chat("\"overload\""));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void refused_calls_are_recorded_with_their_endpoint() throws Exception {
        running.recorded.clear();
        raw.post(running.uri(CHAT), "{\"model\":\"chat\",\"messages\":[]}");
        var call = running.recorded.take();
        assertThat(call.endpoint()).isEqualTo("chat");
        assertThat(call.status()).isEqualTo(400);
        assertThat(call.context().dialect()).isEqualTo("openai-chat");
        assertThat(call.context().door()).isEqualTo("gateway");
        assertThat(call.context().requester()).startsWith("Java-http-client");
    }

    @Test
    void a_body_that_is_too_large_is_recorded_too() throws Exception {
        running.recorded.clear();
        HttpResponse<String> answer =
                raw.send(
                        "POST",
                        running.uri("/serving-endpoints/chat/invocations"),
                        BodyPublishers.ofByteArray(new byte[17 << 20]));
        var call = running.recorded.take();
        assertThat(call.endpoint()).isEqualTo("chat");
        assertThat(call.status()).isEqualTo(413);
        assertThat(call.context().dialect()).isEqualTo("databricks");
        assertThat(answer.headers().firstValue("x-request-id")).contains(call.id().value());
    }

    private static String chat(String content) {
        return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":"
                + content
                + "}]}";
    }

    private static String message(HttpResponse<String> answer) {
        return Json.parseObject(answer.body()).at("/error/message").asString();
    }

    private static String status(String request) throws Exception {
        URI uri = running.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
        } catch (java.net.SocketException closedOnUs) {
            return "HTTP/1.1 4 (closed)";
        }
    }

    private static InputStream stream(byte[] body) {
        return new ByteArrayInputStream(body);
    }
}
