package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okio.Buffer;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Calls of a real server over loopback. */
class HttpCallsTest extends CalledServer {

    @Test
    void an_answer_that_is_longer_than_it_may_be_is_let_go() {
        server.enqueue(answer(200).body("x".repeat((1 << 20) + 1)).build());
        try (HttpReply reply = calls.send(question())) {
            assertThatThrownBy(() -> reply.text(1 << 20)).hasMessageContaining("longer than 1 MiB");
        }
    }

    @Test
    void a_server_that_wants_more_patience_than_there_is_has_the_last_word() {
        server.enqueue(answer(429).addHeader("Retry-After", "6").build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.retryAfter()).contains(Duration.ofSeconds(6));
        }
        assertThat(server.getRequestCount()).isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_server_that_comes_up_meanwhile_is_reached() throws Exception {
        int free = free();
        try (MockWebServer late = new MockWebServer()) {
            late.enqueue(answer(200).body("here").build());
            Retries.Waiting startMeanwhile =
                    pause -> {
                        try {
                            late.start(free);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };
            try (HttpCalls stubborn =
                            new HttpCalls(HttpTerms.patient().withRetries(THREE), startMeanwhile);
                    HttpReply reply = stubborn.send(question("http://127.0.0.1:" + free))) {
                assertThat(reply.text()).isEqualTo("here");
                assertThat(reply.times().tries()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_server_that_stays_away_is_tried_as_often_as_the_terms_say() throws Exception {
        HttpSend send = question("http://127.0.0.1:" + free());
        assertThatThrownBy(() -> calls.send(send)).hasMessageContaining("cannot be reached");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void a_zipped_answer_is_unzipped_and_counted_as_it_came() throws Exception {
        String text = "tokens ".repeat(1000);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        server.enqueue(
                answer(200)
                        .addHeader("Content-Encoding", "gzip")
                        .body(new Buffer().write(zipped.toByteArray()))
                        .build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.text()).isEqualTo(text);
            assertThat(reply.times().receivedBytes()).isEqualTo(zipped.size());
        }
    }

    @Test
    void half_a_character_does_no_harm() {
        Buffer cut = new Buffer().writeUtf8("caf").writeByte(0xc3);
        server.enqueue(answer(200).body(cut).build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.text()).isEqualTo("caf\uFFFD");
        }
    }

    @Test
    void a_reply_tells_its_headers_type_and_bytes() {
        server.enqueue(
                answer(200)
                        .addHeader("Content-Type", "Application/X-NDJSON; charset=utf-8")
                        .addHeader("x-request-id", "r1")
                        .body(new Buffer().writeInt(7))
                        .build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.contentType()).isEqualTo("application/x-ndjson");
            assertThat(reply.header("X-Request-Id")).contains("r1");
            assertThat(reply.header("other")).isEmpty();
            assertThat(reply.bytes()).containsExactly(0, 0, 0, 7);
        }
        server.enqueue(answer(204).build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.contentType()).isEmpty();
        }
    }

    @Test
    void a_body_goes_with_its_own_type_and_none_needs_none() throws Exception {
        server.enqueue(answer(200).build());
        server.enqueue(answer(200).build());
        URI uri = URI.create(server.url("/x").toString());
        HttpBody binary = new HttpBody(new byte[] {1, 2}, "application/octet-stream");
        calls.send(new HttpSend("POST", uri, Map.of("A", "b"), binary)).close();
        calls.send(new HttpSend("POST", uri, Map.of(), null)).close();
        RecordedRequest first = server.takeRequest();
        assertThat(first.getHeaders().get("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(first.getHeaders().get("A")).isEqualTo("b");
        assertThat(first.getBody().toByteArray()).containsExactly(1, 2);
        assertThat(server.takeRequest().getHeaders().get("Content-Length")).isEqualTo("0");
    }

    @Test
    void the_wire_is_watched() {
        server.enqueue(answer(200).body("four").build());
        server.enqueue(answer(200).body("12345").build());
        WireTimes first = timesOf(question("http://localhost:" + server.getPort()));
        assertThat(first.fresh()).isTrue();
        assertThat(first.nameNanos()).isPositive();
        assertThat(first.connectNanos()).isPositive();
        assertThat(first.secureNanos()).isZero();
        assertThat(first.sentBytes()).isEqualTo(7);
        assertThat(first.receivedBytes()).isEqualTo(4);
        assertThat(timesOf(question("http://localhost:" + server.getPort())))
                .isEqualTo(new WireTimes(0, 0, 0, false, 7, 5, 1));
    }

    @Test
    void a_redirect_is_told_not_followed() {
        server.enqueue(answer(307).addHeader("Location", "https://elsewhere/").build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.redirect()).contains("https://elsewhere/");
        }
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void a_header_that_cannot_be_sent_is_refused_without_telling_its_value() {
        HttpSend send =
                HttpSend.get(
                        URI.create(server.url("/").toString()),
                        Map.of("X-Key", "sk-geheim\nHost: other"));
        assertThatThrownBy(() -> calls.send(send))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class))
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void a_password_in_an_address_is_told_to_nobody() throws Exception {
        URI uri = URI.create("http://me:geheim@127.0.0.1:" + free() + "/v1");
        HttpSend send = HttpSend.post(uri, Map.of("Authorization", "geheim"), "\"geheim\"");
        assertThat(send.toString() + send.body()).doesNotContain("geheim");
        assertThatThrownBy(() -> calls.send(send)).hasMessageNotContaining("geheim");
    }

    /** A queue for connections that is full: to the caller, a computer that does not answer. */
    @Test
    void waiting_for_a_connection_can_be_interrupted() throws Exception {
        try (FullServer full = new FullServer()) {
            CompletableFuture<Problem> ended = new CompletableFuture<>();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    calls.send(question("http://127.0.0.1:" + full.port())).close();
                                } catch (EngineException e) {
                                    ended.complete(e.problem());
                                }
                            });
            caller.interrupt();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        }
    }

    @Test
    void a_name_that_nobody_knows_is_told() {
        HttpSend send = question("http://nobody.invalid:80");
        assertThatThrownBy(() -> calls.send(send)).hasMessageContaining("name is not known");
    }

    private WireTimes timesOf(HttpSend send) {
        try (HttpReply reply = calls.send(send)) {
            assertThat(reply.text()).isNotEmpty();
            return reply.times();
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
