package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;
import dev.modeldeck.engine.wire.Json;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import okio.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class OpenAiBackendTest {

    private static final String HELLO =
            ": a comment\r\n\r\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\r\n\r\n"
                    + "event: message\ndata: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"Schön \"}}]}\n\n"
                    + "data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"☃\"}}]}\n\n";
    private static final String END =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n"
                    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
                    + "data: [DONE]\n\n";

    private final MockWebServer server = new MockWebServer();
    private final HttpCalls http =
            new HttpCalls(HttpTerms.patient().withSilence(Duration.ofSeconds(5)));
    private final StringBuffer heard = new StringBuffer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void a_streamed_answer_is_heard_and_whole() throws Exception {
        server.enqueue(stream(HELLO + END).build());
        InferenceResult.Text text = (InferenceResult.Text) ask();
        assertThat(heard).hasToString("Schön ☃");
        assertThat(text.choices().getFirst().text()).isEqualTo("Schön ☃");
        assertThat(text.choices().getFirst().finishReason())
                .isEqualTo(InferenceResult.FinishReason.LENGTH);
        assertThat(text.usage()).isEqualTo(new Usage(3, 2));
        RecordedRequest sent = server.takeRequest();
        assertThat(sent.getTarget()).isEqualTo("/v1/chat/completions");
        assertThat(sent.getHeaders().get("Authorization")).isEqualTo("Bearer secret");
        assertThat(sent.getHeaders().get("X-Request-Id")).isEqualTo("id-1");
        assertThat(sent.getBody().utf8()).contains("\"stream\":true", "\"model\":\"m\"");
    }

    @Test
    void characters_are_whole_though_every_byte_comes_alone() throws Exception {
        Buffer bytes = new Buffer().writeUtf8(HELLO + END);
        server.enqueue(
                new MockResponse.Builder()
                        .addHeader("Content-Type", "text/event-stream")
                        .chunkedBody(bytes, 1)
                        .build());
        ask();
        assertThat(heard).hasToString("Schön ☃");
    }

    @Test
    void bytes_that_are_no_utf8_become_replacement_characters() throws Exception {
        Buffer bytes =
                new Buffer()
                        .writeUtf8("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a");
        bytes.writeByte(0xE2).writeUtf8("b\"}}]}\n\n" + END);
        server.enqueue(
                new MockResponse.Builder()
                        .addHeader("Content-Type", "text/event-stream")
                        .body(bytes)
                        .build());
        ask();
        assertThat(heard).hasToString("a\uFFFDb");
    }

    @Test
    void an_answer_that_is_not_streamed_is_read_as_well() throws Exception {
        server.enqueue(
                new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(
                                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"all\"},"
                                        + "\"finish_reason\":\"stop\"}]}")
                        .build());
        ask();
        assertThat(heard).hasToString("all");
    }

    @Test
    void calls_of_tools_are_heard_in_pieces_and_whole() throws Exception {
        String begin = "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[";
        server.enqueue(
                stream(
                                begin
                                        + "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]}}]}\n\n"
                                        + begin
                                        + "{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}]}}]}\n\n"
                                        + begin
                                        + "{\"index\":0,\"function\":{\"arguments\":\"1}\"}},"
                                        + "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"then\",\"arguments\":\"{}\"}}]}}]}\n\n"
                                        + END.replace("length", "tool_calls"))
                        .build());
        server.enqueue(
                new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(
                                "{\"choices\":[{\"index\":0,\"message\":{\"content\":null,\"tool_calls\":["
                                        + "{\"id\":\"a\",\"function\":{\"name\":\"now\",\"arguments\":{\"x\":1}}},"
                                        + "{\"id\":\"b\",\"function\":{\"name\":\"then\",\"arguments\":\"{}\"}}]},"
                                        + "\"finish_reason\":\"tool_calls\"}]}")
                        .build());
        for (int i = 0; i < 2; i++) {
            List<TextChunk.CallPiece> pieces = new ArrayList<>();
            InferenceResult.Text answer =
                    (InferenceResult.Text)
                            new OpenAiBackend(http, model(server.getPort(), false))
                                    .answer(
                                            withTools(),
                                            chunk -> {
                                                if (chunk.call() != null) {
                                                    pieces.add(chunk.call());
                                                }
                                            });
            InferenceResult.TextChoice choice = answer.choices().getFirst();
            assertThat(choice.finishReason()).isEqualTo(InferenceResult.FinishReason.TOOL_CALLS);
            assertThat(choice.calls())
                    .containsExactly(
                            new ToolCall("a", "now", "{\"x\":1}"), new ToolCall("b", "then", "{}"));
            assertThat(ToolCall.joined(pieces)).isEqualTo(choice.calls());
            assertThat(server.takeRequest().getBody().utf8())
                    .contains("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"now\"")
                    .contains("\"tool_choice\":\"required\"", "\"parallel_tool_calls\":false");
        }
    }

    private static InferenceRequest withTools() {
        Tool now = new Tool(Json.object().put("name", "now"), false);
        return InferenceRequest.of(
                new Payload.Chat(
                        List.of(ChatMessage.user("hi")),
                        1,
                        TextOptions.defaults(),
                        new ToolUse(List.of(now), new ToolUse.Choice.Required(), false)));
    }

    @Test
    void a_stream_that_ends_early_is_a_problem_and_its_text_was_heard() throws Exception {
        server.enqueue(stream(HELLO).build());
        assertThat(problem()).isInstanceOf(Problem.Unavailable.class);
        assertThat(heard).hasToString("Schön ☃");
    }

    @Test
    void a_connection_that_breaks_is_a_problem_and_its_text_was_heard() throws Exception {
        server.enqueue(
                stream(HELLO + ":".repeat(200_000))
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());
        assertThat(problem()).isInstanceOf(Problem.Unavailable.class);
        assertThat(heard).hasToString("Schön ☃");
    }

    @ParameterizedTest
    @CsvSource({
        "400, Invalid, 400",
        "401, Upstream, 502",
        "404, NotFound, 404",
        "413, TooLarge, 413",
        "429, Overloaded, 429",
        "500, Upstream, 500",
        "503, Unavailable, 503"
    })
    void an_error_status_is_a_problem_with_the_servers_words(int status, String kind, int ours)
            throws Exception {
        server.enqueue(
                new MockResponse.Builder()
                        .code(status)
                        .addHeader("Retry-After", "7")
                        .body("{\"error\":{\"message\":\"because\"}}")
                        .build());
        Problem problem = problem();
        assertThat(problem.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(problem.status()).isEqualTo(ours);
        assertThat(problem.message()).contains("because").doesNotContain("secret");
        if (problem instanceof Problem.Overloaded overloaded) {
            assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @ParameterizedTest
    @CsvSource({"text/event-stream,'data: <html>\n\n'", "text/html,<html>", "application/json,[1]"})
    void garbage_is_the_servers_fault(String type, String body) throws Exception {
        server.enqueue(
                new MockResponse.Builder().addHeader("Content-Type", type).body(body).build());
        assertThat(problem()).isInstanceOf(Problem.Upstream.class);
    }

    @Test
    void a_server_that_never_answers_runs_into_the_limit() throws Exception {
        server.enqueue(stream("").onResponseStart(SocketEffect.Stall.INSTANCE).build());
        try (HttpCalls hasty =
                new HttpCalls(HttpTerms.patient().withSilence(Duration.ofMillis(100)))) {
            assertThat(problem(hasty, model(server.getPort(), false)))
                    .isInstanceOf(Problem.TimedOut.class);
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Problem problem = problem(http, model(free, false));
        assertThat(problem).isInstanceOf(Problem.Unavailable.class);
        assertThat(problem.message()).contains("cannot be reached", ":" + free);
    }

    @Test
    void a_worker_that_is_gone_is_no_address_to_check() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        server.enqueue(
                stream(HELLO).onResponseBody(SocketEffect.ShutdownConnection.INSTANCE).build());
        for (int port : new int[] {free, server.getPort()}) {
            Problem problem = problem(http, model(port, true));
            assertThat(problem).isInstanceOf(Problem.Unavailable.class);
            assertThat(problem.message())
                    .contains("The worker of \"m\" ended", "is being started again")
                    .doesNotContain("localhost", ":" + port);
        }
    }

    @Test
    void interrupting_cancels_at_once_and_tells_a_worker() throws Exception {
        server.enqueue(
                stream(HELLO)
                        .onResponseEnd(SocketEffect.Stall.INSTANCE)
                        .removeHeader("Content-Length")
                        .build());
        server.enqueue(new MockResponse.Builder().build());
        CompletableFuture<Problem> ended = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try (OpenAiBackend backend =
                                    new OpenAiBackend(http, model(server.getPort(), true))) {
                                backend.answer(chat(), chunk -> begun.complete(null));
                            } catch (EngineException e) {
                                ended.complete(e.problem());
                            }
                        });
        begun.get(5, TimeUnit.SECONDS);
        caller.interrupt();
        assertThat(ended.get(2, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        assertThat(server.takeRequest().getTarget()).isEqualTo("/v1/chat/completions");
        assertThat(server.takeRequest().getTarget()).isEqualTo("/modeldeck/cancel/id-1");
    }

    @Test
    void a_listener_that_throws_cancels_and_is_heard() throws Exception {
        server.enqueue(stream(HELLO + END).build());
        server.enqueue(new MockResponse.Builder().build());
        OpenAiBackend backend = new OpenAiBackend(http, model(server.getPort(), true));
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        backend.answer(
                                chat(),
                                chunk -> {
                                    throw new IllegalStateException("enough");
                                });
                    } catch (IllegalStateException e) {
                        ended.complete(e);
                    }
                });
        assertThat(ended.get(5, TimeUnit.SECONDS)).hasMessage("enough");
        server.takeRequest();
        assertThat(server.takeRequest().getTarget()).isEqualTo("/modeldeck/cancel/id-1");
    }

    private InferenceResult ask() {
        OpenAiBackend backend = new OpenAiBackend(http, model(server.getPort(), false));
        return backend.answer(chat(), chunk -> heard.append(chunk.text()));
    }

    private Problem problem() {
        return problem(http, model(server.getPort(), false));
    }

    private Problem problem(HttpCalls calls, RemoteModel model) {
        try {
            new OpenAiBackend(calls, model).answer(chat(), chunk -> heard.append(chunk.text()));
        } catch (EngineException e) {
            return e.problem();
        }
        throw new AssertionError("a problem was expected");
    }

    private static MockResponse.Builder stream(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream; charset=utf-8")
                .body(new Buffer().writeString(body, StandardCharsets.UTF_8));
    }

    private static RemoteModel model(int port, boolean worker) {
        URI base = URI.create("http://localhost:" + port + "/v1");
        return worker
                ? RemoteModel.worker(base, "secret", "m")
                : RemoteModel.server(base, "secret", "m");
    }

    private static InferenceRequest chat() {
        return new InferenceRequest(
                new dev.modeldeck.engine.kernel.RequestId("id-1"),
                new Payload.Chat(List.of(ChatMessage.user("hi")), 1, TextOptions.defaults()));
    }
}
