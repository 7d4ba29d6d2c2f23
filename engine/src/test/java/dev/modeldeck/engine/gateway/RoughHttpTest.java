package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What arrives is broken off, too long, or hardly HTTP. */
@Timeout(20)
class RoughHttpTest {

    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
    private static final String LAST =
            "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir static Path folder;
    private static RunningGateway running;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void head_answers_with_the_length_but_without_the_body() throws IOException {
        String answers = exchange("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + LAST, false);

        String[] each = answers.split("(?=HTTP/1.1 )");
        assertThat(each).hasSize(2);
        assertThat(each[0]).contains("200", "Content-Length: 2").endsWith("\r\n\r\n");
        assertThat(each[1]).contains("200").endsWith("\r\n\r\nOK");
    }

    @Test
    void a_body_that_breaks_off_is_a_bad_request_and_ends_the_connection() throws IOException {
        String answer = exchange(POST + "Content-Length: 1000\r\n\r\n{\"mod", true);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("The body broke off");
    }

    @Test
    void a_chunk_without_a_size_is_a_bad_request_at_once() throws IOException {
        String answer = exchange(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", false);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("The body broke off");
    }

    @Test
    void a_client_that_asks_before_it_sends_too_much_is_told_and_the_connection_ends()
            throws IOException {
        String much = "Content-Length: 17825792\r\nExpect: 100-continue\r\n\r\n";

        assertThat(exchange(POST + much, false))
                .startsWith("HTTP/1.1 413")
                .contains("larger than 16 MB");
        assertThat(exchange("POST /nothing HTTP/1.1\r\nHost: localhost\r\n" + much, false))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void an_address_that_is_none_and_a_coding_that_is_not_spoken_get_a_sentence()
            throws IOException {
        for (String request :
                new String[] {
                    "GET /v1/models/%ZZ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "GET /v1/models/" + "a".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                    "nonsense\r\n\r\n"
                }) {
            assertThat(exchange(request, false))
                    .startsWith("HTTP/1.1 4")
                    .contains("The request is not HTTP as this server reads it");
        }
    }

    @Test
    void a_stream_ends_with_its_last_chunk_also_where_the_connection_ends_with_it()
            throws IOException {
        String body =
                "{\"model\":\"chat\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        String answer =
                exchange(
                        POST
                                + "Connection: close\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body,
                        false);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("[DONE]").endsWith("\r\n0\r\n\r\n");
    }

    /** All that comes until the server closes the connection. */
    private static String exchange(String request, boolean endOurSide) throws IOException {
        var uri = running.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            if (endOurSide) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
