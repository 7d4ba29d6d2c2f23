package dev.modeldeck.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** What changes or costs something is never sent twice in silence. */
class SentOnceTest {

    private static final String WELL =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nwell";

    @TempDir private Path folder;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Semaphore closed = new Semaphore(0);
    private final HttpCalls calls =
            new HttpCalls(HttpTerms.patient().withRetries(CalledServer.THREE), _ -> {});

    @AfterEach
    void stop() {
        calls.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void a_server_that_hears_and_hangs_up_hears_it_once(String method) throws Exception {
        try (ServerSocket server = listening()) {
            serve(server, answering(0));
            assertThatThrownBy(() -> answered(server, method))
                    .hasMessageContaining("broke before the answer was complete");
        }
        assertThat(seen).containsExactly(method + " /v1 HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void on_a_kept_connection_too(String method) throws Exception {
        try (ServerSocket server = listening()) {
            serve(server, answering(1));
            assertThat(answered(server, "GET")).isEqualTo("well");
            assertThatThrownBy(() -> answered(server, method))
                    .hasMessageContaining("broke before the answer was complete");
        }
        assertThat(seen).containsExactly("GET /v1 HTTP/1.1", method + " /v1 HTTP/1.1");
    }

    @Test
    void a_question_is_asked_again() throws Exception {
        try (ServerSocket server = listening()) {
            serve(server, answering(1));
            assertThat(answered(server, "GET")).isEqualTo("well");
            assertThat(answered(server, "GET")).isEqualTo("well");
        }
        assertThat(seen).hasSize(3).containsOnly("GET /v1 HTTP/1.1");
    }

    @Test
    void a_connection_that_was_closed_while_it_was_kept_costs_nobody_an_error() throws Exception {
        try (ServerSocket server = listening()) {
            serve(server, this::hangUp);
            for (int i = 0; i < 50; i++) {
                assertThat(answered(server, "POST")).isEqualTo("well");
                assertThat(closed.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(seen).hasSize(50);
    }

    @Test
    void nor_does_a_secure_one() throws Exception {
        TlsTerms trusted = new TlsTerms(TestCertificates.authorities(folder), null, "");
        SSLSocketFactory certified = TestCertificates.server(TestCertificates.localhost());
        try (ServerSocket server = listening();
                HttpCalls secure = new HttpCalls(HttpTerms.patient().withTls(trusted))) {
            serve(server, socket -> hangUp(secured(certified, socket)));
            URI uri = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1");
            for (int i = 0; i < 5; i++) {
                try (HttpReply reply = secure.send(HttpSend.post(uri, Map.of(), "{}"))) {
                    assertThat(reply.text()).isEqualTo("well");
                }
                assertThat(closed.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(seen).hasSize(5);
    }

    @Test
    void however_many_were_kept() throws Exception {
        try (ServerSocket server = listening()) {
            List<HttpReply> together = new ArrayList<>();
            List<Socket> accepted = new CopyOnWriteArrayList<>();
            serve(
                    server,
                    socket -> {
                        accepted.add(socket);
                        answer(socket);
                    });
            for (int i = 0; i < 8; i++) {
                together.add(calls.send(send(server, "POST")));
            }
            for (HttpReply reply : together) {
                assertThat(reply.text()).isEqualTo("well");
                reply.close();
            }
            for (Socket socket : accepted) {
                socket.close();
            }
            assertThat(answered(server, "POST")).isEqualTo("well");
        }
        assertThat(seen).hasSize(9);
    }

    @Test
    void who_was_interrupted_sends_nothing() throws Exception {
        try (ServerSocket server = listening()) {
            serve(server, answering(2));
            assertThat(answered(server, "POST")).isEqualTo("well");
            CompletableFuture<Problem> ended = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        Thread.currentThread().interrupt();
                        try {
                            answered(server, "POST");
                        } catch (EngineException e) {
                            ended.complete(e.problem());
                        }
                    });
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void what_a_server_has_refused_to_begin_with_is_asked_again() {
        Retries retries = new Retries(CalledServer.THREE, _ -> {});
        assertThat(retries.after(1, new StreamResetException(ErrorCode.REFUSED_STREAM)))
                .hasValueSatisfying(
                        pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMillis(400)));
        assertThat(retries.after(1, new StreamResetException(ErrorCode.INTERNAL_ERROR))).isEmpty();
    }

    /** What a server does with a connection. */
    @FunctionalInterface
    private interface Talk {
        void over(Socket socket) throws IOException;
    }

    /** One connection after the other, until the server is closed. */
    private static void serve(ServerSocket server, Talk talk) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            talk.over(server.accept());
                        } catch (IOException e) {
                            continue; // of this connection, which a test may have closed
                        }
                    }
                });
    }

    /** Answers so many requests of a connection, and hangs up on the one after those. */
    private Talk answering(int answers) {
        return connection -> {
            try (Socket socket = connection) {
                for (int i = 0; i < answers; i++) {
                    answer(socket);
                }
                heard(socket);
            }
        };
    }

    /** Hangs up after each answer without saying so. */
    private void hangUp(Socket connection) throws IOException {
        try (Socket socket = connection) {
            answer(socket);
        }
        closed.release();
    }

    private void answer(Socket socket) throws IOException {
        heard(socket);
        socket.getOutputStream().write(WELL.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Reads a request to its end and notes its first line. */
    private void heard(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String first = reader.readLine();
        if (first == null) {
            return;
        }
        int length = 0;
        for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            reader.read();
        }
        seen.add(first);
    }

    private static Socket secured(SSLSocketFactory certified, Socket socket) throws IOException {
        SSLSocket secure = (SSLSocket) certified.createSocket(socket, null, 0, true);
        secure.setUseClientMode(false);
        return secure;
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private String answered(ServerSocket server, String method) {
        try (HttpReply reply = calls.send(send(server, method))) {
            return reply.text();
        }
    }

    private static HttpSend send(ServerSocket server, String method) {
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
        HttpBody body = method.startsWith("P") ? HttpBody.json("{\"q\":1}") : null;
        return new HttpSend(method, uri, Map.of(), body);
    }
}
