package dev.modeldeck.engine.remote;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** llama.cpp's own server with a model, where it is on the path (Debian: llama.cpp-tools). */
final class LlamaServer implements AutoCloseable {

    private final Process process;
    private final URI address;

    private LlamaServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static Optional<Path> find() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve("llama-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Waits until it has loaded the model. */
    static LlamaServer start(Path program, Path model, Path slots)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> command =
                List.of(
                        program.toString(),
                        "-m",
                        model.toString(),
                        "--port",
                        Integer.toString(port),
                        "-t",
                        "1",
                        "-np",
                        "2",
                        "-c",
                        "512",
                        "--context-shift",
                        "--metrics",
                        "--embeddings",
                        "--pooling",
                        "mean",
                        "--slot-save-path",
                        slots + File.separator);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        LlamaServer server = new LlamaServer(process, URI.create("http://127.0.0.1:" + port));
        server.await();
        return server;
    }

    URI address() {
        return address;
    }

    /** It answers 503 until the model is there, and nothing before it listens. */
    private void await() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest health = HttpRequest.newBuilder(address.resolve("/health")).build();
            while (process.isAlive()) {
                try {
                    if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // It does not listen yet.
                }
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("llama-server ended with " + process.exitValue());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
