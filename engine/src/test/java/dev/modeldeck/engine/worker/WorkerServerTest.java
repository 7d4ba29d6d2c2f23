package dev.modeldeck.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModelSpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The HTTP face over a model that the test plays itself. */
@Timeout(60)
class WorkerServerTest {

    private static final String CHAT =
            """
            {"model": "m", "messages": [{"role": "user", "content": "Hello"}], "stream": %s}\
            """;

    private final Talker talker = new Talker();
    private final WorkerSpec spec = WorkerSpec.of(model(), "m");
    private final WorkerServer server = WorkerServer.start(spec);
    private final HttpClient client = HttpClient.newHttpClient();
    private final WorkerCalls calls =
            new WorkerCalls(client, URI.create("http://127.0.0.1:" + server.port()), spec.secret());

    @BeforeEach
    void open() {
        server.open(talker);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void a_chat_is_answered_whole() throws Exception {
        talker.allow(3);
        var answer = calls.post("/v1/chat/completions", CHAT.formatted(false));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"chat.completion\"", "\"content\":\"one one one \"")
                .contains("\"completion_tokens\":3");
        assertThat(calls.get("/v1/models").body()).contains("\"id\":\"m\"");
    }

    @Test
    void a_chat_is_streamed_token_by_token() throws Exception {
        var body = CHAT.formatted("true, \"stream_options\": {\"include_usage\": true}");
        try (BufferedReader events = stream("r1", body)) {
            assertThat(next(events)).contains("\"role\":\"assistant\"");
            // The first token is here although the model waits with the second.
            assertThat(next(events)).contains("\"content\":\"one \"");
            talker.allow(2);
            assertThat(next(events)).contains("\"content\":\"one \"");
            assertThat(next(events)).contains("\"content\":\"one \"");
            assertThat(next(events)).contains("\"finish_reason\":\"stop\"");
            assertThat(next(events)).contains("\"choices\":[]", "\"total_tokens\":8");
            assertThat(next(events)).isEqualTo("data: [DONE]");
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    void a_cancel_stops_the_model_before_its_next_token() throws Exception {
        try (BufferedReader events = stream("stop-me", CHAT.formatted(true))) {
            talker.allow(1);
            next(events);
            next(events);
            next(events);
            var cancelled = calls.post("/modeldeck/cancel/stop-me", "");
            assertThat(cancelled.body()).isEqualTo("{\"cancelled\":true}");
            assertThat(next(events)).contains("\"error\"", "\"cancelled\"");
            assertThat(next(events)).isEqualTo("data: [DONE]");
            assertThat(talker.spoken).isEqualTo(2);
        }
        talker.allow(3);
        var after = calls.post("/v1/chat/completions", CHAT.formatted(false));
        assertThat(after.statusCode()).isEqualTo(200);
    }

    @Test
    void a_cancel_that_overtakes_its_request_counts() throws Exception {
        assertThat(calls.post("/modeldeck/cancel/early", "").body()).contains("false");
        var request =
                calls.request("/v1/chat/completions")
                        .header("X-Request-Id", "early")
                        .POST(BodyPublishers.ofString(CHAT.formatted(false)))
                        .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(499);
        assertThat(talker.spoken).isZero();
    }

    @Test
    void a_closed_connection_stops_the_model() throws Exception {
        talker.endless = true;
        talker.allow(3);
        InputStream stream = open("gone", CHAT.formatted(true)).get().body();
        stream.readNBytes(10);
        stream.close();
        client.shutdownNow();
        // The system takes a write or two before it tells that nobody listens.
        for (int i = 0; i < 200 && !talker.ended.await(20, TimeUnit.MILLISECONDS); i++) {
            talker.allow(1);
        }
        assertThat(talker.ended.getCount()).isZero();
    }

    @Test
    void a_failure_before_the_first_token_has_a_status_of_its_own() throws Exception {
        talker.failure = new Problem.Invalid("The prompt is longer than the context.", "messages");
        talker.allow(1);
        var answer = calls.post("/v1/chat/completions", CHAT.formatted(true));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"message\":\"The prompt is longer", "\"param\":\"messages\"");
    }

    @Test
    void a_failure_after_it_is_an_event() throws Exception {
        try (BufferedReader events = stream("later", CHAT.formatted(true))) {
            next(events);
            next(events);
            talker.failure = new Problem.Internal("Something broke.");
            talker.allow(1);
            assertThat(next(events)).contains("\"error\"", "Something broke.");
        }
    }

    @Test
    void malformed_requests_are_refused_with_a_sentence() throws Exception {
        var noJson = calls.post("/v1/chat/completions", "{");
        assertThat(noJson.statusCode()).isEqualTo(400);
        assertThat(noJson.body()).contains("not valid JSON");
        var noMessages = calls.post("/v1/chat/completions", "{\"model\": \"m\"}");
        assertThat(noMessages.statusCode()).isEqualTo(400);
        assertThat(noMessages.body()).contains("messages");
        talker.broken = true;
        talker.allow(1);
        var broken = calls.post("/v1/completions", "{\"model\": \"m\", \"prompt\": \"Hi\"}");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("Exception", "broken on purpose");
    }

    @Test
    void a_server_that_stops_lets_its_requests_end() throws Exception {
        try (BufferedReader events = stream("last", CHAT.formatted(true))) {
            next(events);
            next(events);
            var draining = Thread.ofPlatform().start(this::drain);
            while (draining.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait(); // a call that got in before would wait for the one that talks
            }
            while (calls.post("/v1/chat/completions", CHAT.formatted(false)).statusCode() != 503) {
                talker.allow(3);
            }
            assertThat(draining.isAlive()).isTrue();
            talker.allow(2);
            assertThat(draining.join(Duration.ofSeconds(20))).isTrue();
            assertThat(events.lines().toList()).contains("data: [DONE]");
        }
    }

    private void drain() {
        try {
            server.drain(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends, and lets the model say its first token, with which the answer begins. */
    private BufferedReader stream(String id, String body) throws Exception {
        talker.allow(1);
        InputStream bytes = open(id, body).get(20, TimeUnit.SECONDS).body();
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    /** Sends; the answer begins with the first token, which the test has yet to allow. */
    private CompletableFuture<HttpResponse<InputStream>> open(String id, String body)
            throws Exception {
        var request =
                calls.request("/v1/chat/completions")
                        .header("X-Request-Id", id)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return client.sendAsync(request, BodyHandlers.ofInputStream());
    }

    private static String next(BufferedReader events) throws Exception {
        String line = events.readLine();
        assertThat(events.readLine()).isEmpty();
        return line;
    }

    private static LocalModelSpec model() {
        return new LocalModelSpec(
                Path.of("model"),
                LocalModelSpec.Kind.TEXT,
                "cpu",
                "auto",
                0,
                1,
                0,
                null,
                List.of(),
                List.of());
    }

    /** Says "one " whenever the test allows, three times or for ever. */
    private static final class Talker implements Backend {

        private final Semaphore allowed = new Semaphore(0);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile int spoken;
        private volatile boolean endless;
        private volatile boolean broken;
        private volatile Problem failure;

        void allow(int tokens) {
            allowed.release(tokens);
        }

        @Override
        public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
            try {
                StringBuilder text = new StringBuilder();
                int count = 0;
                for (; endless || count < 3; count++) {
                    allowed.acquire();
                    failAsTold();
                    spoken++;
                    text.append("one ");
                    chunks.onChunk(new TextChunk(0, "one ", 1, List.of()));
                }
                var choice =
                        new InferenceResult.TextChoice(
                                0, text.toString(), InferenceResult.FinishReason.STOP, null);
                return new InferenceResult.Text(List.of(choice), new Usage(5, count));
            } catch (InterruptedException e) {
                throw EngineException.cancelled();
            } finally {
                ended.countDown();
            }
        }

        private void failAsTold() {
            if (broken) {
                throw new IllegalStateException("broken on purpose");
            }
            if (failure != null) {
                throw new EngineException(failure);
            }
        }

        @Override
        public void close() {}
    }
}
