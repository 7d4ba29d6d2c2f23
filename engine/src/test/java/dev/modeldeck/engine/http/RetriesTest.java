package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mockwebserver3.SocketEffect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** What is asked again, and when. */
class RetriesTest extends CalledServer {

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void what_may_have_been_done_is_done_once_unless_twice_is_the_same(int status) {
        server.enqueue(answer(status).build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.status()).isEqualTo(status);
        }
        server.enqueue(answer(status).build());
        server.enqueue(answer(200).build());
        URI uri = URI.create(server.url("/v1").toString());
        try (HttpReply reply = calls.send(HttpSend.get(uri, Map.of()))) {
            assertThat(reply.ok()).isTrue();
        }
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_server_that_cannot_answer_now_is_asked_again(int status) throws Exception {
        server.enqueue(answer(status).build());
        server.enqueue(answer(200).body("yes").build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.text()).isEqualTo("yes");
            assertThat(reply.times().tries()).isEqualTo(2);
        }
        assertThat(server.takeRequest().getBody().utf8()).isEqualTo("{\"q\":1}");
        assertThat(server.takeRequest().getBody().utf8()).isEqualTo("{\"q\":1}");
        assertThat(pauses)
                .singleElement()
                .satisfies(pause ->
                        assertThat(pause)
                                .isBetween(Duration.ofMillis(200), Duration.ofMillis(400)));
    }

    @Test
    void pauses_double_and_the_last_answer_is_given_back() {
        for (int i = 0; i < 3; i++) {
            server.enqueue(answer(503).body("still not " + i).build());
        }
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).isEqualTo("still not 2");
        }
        assertThat(server.getRequestCount()).isEqualTo(3);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 408, 413, 500, 501})
    void what_would_not_change_is_not_asked_again(int status) {
        server.enqueue(answer(status).addHeader("Retry-After", "1").build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.status()).isEqualTo(status);
        }
        assertThat(server.getRequestCount()).isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void who_tries_once_tries_once() {
        server.enqueue(answer(503).addHeader("Retry-After", "0").build());
        try (HttpCalls once = HttpCalls.patient();
                HttpReply reply = once.send(question())) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.retryAfter()).contains(Duration.ZERO);
        }
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void retry_after_in_seconds_is_obeyed() {
        server.enqueue(answer(429).addHeader("Retry-After", "0").build());
        server.enqueue(answer(429).addHeader("Retry-After", "4").build());
        server.enqueue(answer(200).build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.ok()).isTrue();
        }
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ofSeconds(4));
    }

    @Test
    void retry_after_as_a_date_is_obeyed() {
        String date =
                ZonedDateTime.now(ZoneOffset.UTC)
                        .plusSeconds(4)
                        .format(DateTimeFormatter.RFC_1123_DATE_TIME);
        server.enqueue(answer(503).addHeader("Retry-After", date).build());
        server.enqueue(answer(200).build());
        try (HttpReply reply = calls.send(question())) {
            assertThat(reply.ok()).isTrue();
        }
        assertThat(pauses)
                .singleElement()
                .satisfies(pause ->
                        assertThat(pause).isBetween(Duration.ofMillis(1), Duration.ofSeconds(4)));
    }

    @Test
    void nothing_is_repeated_once_a_byte_was_handed_on() {
        server.enqueue(
                answer(200)
                        .body("some, but not all")
                        .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());
        server.enqueue(answer(200).build());
        try (HttpReply reply = calls.send(question())) {
            assertThatThrownBy(reply::text).hasMessageContaining("broke before");
        }
        assertThat(server.getRequestCount()).isOne();
    }
}
