package dev.modeldeck.engine.http;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real server over loopback, asked up to three times. Pauses are noted instead of waited for. */
abstract class CalledServer {

    static final RetryTerms THREE =
            new RetryTerms(3, Duration.ofMillis(400), Duration.ofSeconds(5));

    final MockWebServer server = new MockWebServer();
    final List<Duration> pauses = new ArrayList<>();
    final HttpCalls calls = new HttpCalls(HttpTerms.patient().withRetries(THREE), pauses::add);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        calls.close();
        server.close();
    }

    HttpSend question() {
        return question("http://127.0.0.1:" + server.getPort());
    }

    static HttpSend question(String server) {
        return HttpSend.post(URI.create(server + "/v1"), Map.of(), "{\"q\":1}");
    }

    static MockResponse.Builder answer(int status) {
        return new MockResponse.Builder().code(status);
    }
}
