package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

class HttpTermsTest {

    @Test
    void a_computer_that_does_not_answer_is_told_from_a_silent_server() throws Exception {
        try (FullServer full = new FullServer();
                HttpCalls hasty =
                        new HttpCalls(HttpTerms.patient().withConnect(Duration.ofMillis(50)))) {
            HttpSend send = HttpSend.get(URI.create("http://127.0.0.1:" + full.port()), Map.of());
            assertThatThrownBy(() -> hasty.send(send))
                    .hasMessageContaining("no answer to the call");
        }
    }

    @Test
    void terms_that_make_no_sense_are_refused() {
        HttpTerms usual = HttpTerms.patient();
        assertThatThrownBy(() -> usual.withConnect(Duration.ZERO)).hasMessageContaining("longest");
        assertThatThrownBy(() -> usual.withSilence(Duration.ofSeconds(-1)))
                .hasMessageContaining("longest");
        assertThatThrownBy(() -> new RetryTerms(0, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("from 1 to 20");
        assertThatThrownBy(() -> new RetryTerms(2, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("at least as long");
    }
}
