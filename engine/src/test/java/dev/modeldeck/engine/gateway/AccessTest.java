package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Who is let in, and where the gateway listens. */
class AccessTest {

    @TempDir static Path folder;
    private static RunningGateway running;
    private static RawClient raw;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder, new GatewayAddress("127.0.0.1", 0, "s3cret"));
        raw = new RawClient();
    }

    @AfterAll
    static void stop() {
        raw.close();
        running.close();
    }

    @Test
    void a_token_is_asked_of_every_path_but_health() {
        assertThat(raw.get(running.uri("/health")).statusCode()).isEqualTo(200);
        assertThat(raw.get(running.uri("/v1/models")).statusCode()).isEqualTo(401);
        assertThat(raw.get(running.uri("/metrics")).statusCode()).isEqualTo(401);
        assertThat(raw.get(running.uri("/nothing")).statusCode()).isEqualTo(401);
        assertThat(authorized("Bearer wrong")).isEqualTo(401);
        assertThat(authorized("s3cret")).isEqualTo(401);
        assertThat(authorized("Bearer s3cret")).isEqualTo(200);
        assertThat(authorized("bearer s3cret")).isEqualTo(200);
    }

    @Test
    void calls_that_are_not_let_in_are_recorded() throws Exception {
        running.recorded.clear();
        raw.get(running.uri("/v1/models"));
        raw.post(running.uri("/v1/chat/completions"), "{\"model\":\"chat\"}");
        var call = running.recorded.take();
        assertThat(call.status()).isEqualTo(401);
        assertThat(call.context().dialect()).isEqualTo("openai-chat");
        assertThat(running.recorded).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,          200",
        "LOCALHOST:8765,     200",
        "127.0.0.1,          200",
        "[::1]:1,            200",
        "evil.example,       403",
        "localhost.evil.example, 403",
        "127.0.0.1.evil.example:80, 403"
    })
    void only_names_of_this_machine_are_answered(String host, int status) throws Exception {
        assertThat(status("Host: " + host)).contains(" " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example,   403",
        "null,                  403",
        "http://localhost:3000, 403",
        "http://localhost,      200"
    })
    void web_pages_are_not_let_in(String origin, int status) throws Exception {
        assertThat(status("Host: localhost\r\nOrigin: " + origin)).contains(" " + status + " ");
    }

    @Test
    void more_than_loopback_needs_a_token() {
        assertThatThrownBy(() -> new GatewayAddress("0.0.0.0", 0, ""))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("access token");
        assertThat(new GatewayAddress("0.0.0.0", 0, "t").uri(1))
                .isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(new GatewayAddress("0.0.0.0", 0, "t").toString()).isEqualTo("0.0.0.0:0");
    }

    @Test
    void a_taken_port_is_said_and_left_for_another_at_run_time() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, loopback(0).inet());
                Gateway gateway = Gateway.start(running.services, loopback(taken.getLocalPort()))) {
            assertThat(gateway.status().get())
                    .isInstanceOfSatisfying(
                            GatewayStatus.Down.class,
                            down ->
                                    assertThat(down.why())
                                            .contains(":" + taken.getLocalPort())
                                            .contains("another port"));
            gateway.move(loopback(0));
            URI first = address(gateway);
            assertThat(raw.get(first.resolve("/health")).body()).isEqualTo("OK");

            gateway.move(new GatewayAddress("localhost", 0, ""));
            assertThat(raw.get(address(gateway).resolve("/health")).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> raw.get(first.resolve("/health")));

            URI second = address(gateway);
            assertThatThrownBy(() -> gateway.move(loopback(taken.getLocalPort())))
                    .isInstanceOf(EngineException.class);
            assertThat(raw.get(second.resolve("/health")).statusCode()).isEqualTo(200);

            gateway.move(new GatewayAddress("localhost", second.getPort(), "new"));
            assertThat(address(gateway)).isEqualTo(second);
            assertThat(raw.get(second.resolve("/v1/models")).statusCode()).isEqualTo(401);
            gateway.close();
            assertThat(gateway.status().get()).isInstanceOf(GatewayStatus.Down.class);
        }
    }

    @Test
    @Timeout(20)
    void a_port_that_becomes_free_is_listened_on_without_being_asked() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, loopback(0).inet());
        CountDownLatch listens = new CountDownLatch(1);
        try (Gateway gateway =
                        Gateway.start(
                                running.services,
                                loopback(taken.getLocalPort()),
                                Duration.ofMillis(20));
                var watch =
                        gateway.status()
                                .subscribe(now -> {
                                    if (now instanceof GatewayStatus.Listening) {
                                        listens.countDown();
                                    }
                                })) {
            assertThat(gateway.status().get())
                    .isInstanceOfSatisfying(
                            GatewayStatus.Down.class,
                            down ->
                                    assertThat(down.brief())
                                            .isEqualTo(
                                                    "Port " + taken.getLocalPort() + " is taken"));
            taken.close();
            listens.await();
            assertThat(raw.get(address(gateway).resolve("/health")).body()).isEqualTo("OK");
        } finally {
            taken.close();
        }
    }

    @Test
    void the_gateway_is_opened_to_the_network_and_closed_again() throws Exception {
        try (Gateway gateway = Gateway.start(running.services, loopback(0))) {
            int port = address(gateway).getPort();

            gateway.move(new GatewayAddress("0.0.0.0", port, "t"));
            URI open = address(gateway).resolve("/v1/models");
            assertThat(open.getPort()).isEqualTo(port);
            assertThat(raw.get(open).statusCode()).isEqualTo(401);

            gateway.move(new GatewayAddress("127.0.0.1", port, ""));
            assertThat(raw.get(open).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_move_that_fails_after_the_stop_leaves_the_gateway_where_it_was() {
        try (Gateway gateway = Gateway.start(running.services, loopback(0))) {
            URI before = address(gateway);
            // Documentation addresses are no machine's; the any-address makes the old one stop.
            gateway.move(new GatewayAddress("0.0.0.0", before.getPort(), "t"));
            assertThatThrownBy(() ->
                            gateway.move(new GatewayAddress("192.0.2.1", before.getPort(), "t")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cannot listen");

            assertThat(address(gateway)).isEqualTo(before);
            assertThat(raw.get(before.resolve("/v1/models")).statusCode()).isEqualTo(401);
        }
    }

    private static GatewayAddress loopback(int port) {
        return new GatewayAddress("127.0.0.1", port, "");
    }

    private static URI address(Gateway gateway) {
        return ((GatewayStatus.Listening) gateway.status().get()).address();
    }

    private static int authorized(String header) {
        return raw.send(
                        "GET",
                        running.uri("/v1/models"),
                        BodyPublishers.noBody(),
                        "Authorization",
                        header)
                .statusCode();
    }

    private static String status(String headers) throws IOException {
        URI uri = running.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /health HTTP/1.1\r\n" + headers + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
        }
    }
}
