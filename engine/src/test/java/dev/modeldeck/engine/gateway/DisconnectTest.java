package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Callers that go away before they have their answer. */
@Timeout(20)
class DisconnectTest {

    @TempDir static Path folder;
    private static RunningGateway running;

    @BeforeEach
    void nobody_goes_on_yet() {
        running.inspecting.drainPermits();
        running.mayGoOn.drainPermits();
    }

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void a_call_that_streams_ends_with_its_connection() throws Exception {
        cancelled("{\"model\":\"chat\",\"stream\":true,\"messages\":[%s]}", "one wait");
    }

    @Test
    void a_call_that_has_not_written_anything_ends_with_its_connection() throws Exception {
        cancelled("{\"model\":\"chat\",\"messages\":[%s]}", "wait");
    }

    @Test
    void requests_that_come_early_on_the_same_connection_are_answered_in_turn() throws Exception {
        try (Socket socket = connect()) {
            String chat = post("{\"model\":\"chat\",\"messages\":[%s]}".formatted(said("hello")));
            send(socket, chat + chat + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String answers = readUntil(socket.getInputStream(), "\r\n\r\nOK");
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(4);
            assertThat(answers.split("\"content\":\"hello\"", -1)).hasSize(3);
        }
    }

    @Test
    void a_registration_goes_on_without_its_caller() throws Exception {
        Path files = RunningGateway.files(folder.resolve("slow"), "slow");
        try (Socket socket = connect()) {
            String body = "{\"name\":\"chat\",\"source\":\"" + files + "\"}";
            send(socket, post("/api/2.0/mlflow/model-versions/create", body));
            assertThat(running.inspecting.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        CountDownLatch registered = new CountDownLatch(1);
        try (var _ =
                running.registry
                        .models()
                        .subscribe(models -> {
                            if (models.getFirst().versions().size() == 2) {
                                registered.countDown();
                            }
                        })) {
            running.mayGoOn.release(9);
            assertThat(registered.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_client_that_asks_for_the_same_again_joins_what_it_began() throws Exception {
        Registrations registrations = new Registrations(running.registry);
        Path files = RunningGateway.files(folder.resolve("twice"), "slow");
        NewVersion asked =
                new NewVersion(
                        ModelName.parse("twice"),
                        files.toString(),
                        ModelVersion.Storage.COPIED,
                        "",
                        Map.of(),
                        "me");
        FutureTask<ModelVersion> first = new FutureTask<>(() -> registrations.run(asked));
        FutureTask<ModelVersion> second = new FutureTask<>(() -> registrations.run(asked));
        Thread.ofPlatform().start(first);
        assertThat(running.inspecting.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        Thread joining = Thread.ofPlatform().start(second);
        while (joining.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        running.mayGoOn.release(9);
        assertThat(second.get().number()).isEqualTo(1);
        assertThat(first.get()).isEqualTo(second.get());
    }

    private static void cancelled(String body, String text) throws Exception {
        running.recorded.clear();
        try (Socket socket = connect()) {
            send(socket, post(body.formatted(said(text))));
            assertThat(running.model.waiting.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(running.model.cancelled.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
        CallRecord call = running.recorded.poll(5, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        assertThat(call.status()).isEqualTo(499);
        assertThat(call.problem()).isInstanceOf(Problem.Cancelled.class);
    }

    private static String said(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private static Socket connect() throws IOException {
        var uri = running.uri("/");
        return new Socket(uri.getHost(), uri.getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String post(String body) {
        return post("/v1/chat/completions", body);
    }

    private static String post(String path, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
