package dev.modeldeck.app.connections;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on loopback of the kind {@link FakeKind}: keeps a JSON text a path, and pulls a model
 * step by step.
 */
final class FakeHost implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Opened when a pull may end; open to begin with. */
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Whether it tells nothing any more of what was changed. */
    private volatile boolean silent;

    /** The key that it wants; empty for none. */
    private volatile String key = "";

    FakeHost() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        texts.put(
                "/about",
                """
                {"version": "2.4.1", "running": 3, "requests": 1200, "seconds": 510,
                 "models": ["llama-3.1-8b-instruct", "bge-m3"]}\
                """);
        texts.put(
                "/models/llama-3.1-8b-instruct",
                """
                {"replicas": 1, "keep_alive": "5m", "adapter": "support-2025"}\
                """);
        texts.put(
                "/registry",
                """
                {"models": [{"name": "churn", "about": "who leaves"},
                            {"name": "ranker", "about": "what comes first"}]}\
                """);
        texts.put("/registry/churn", "{\"versions\": [\"2\", \"1\"]}");
        texts.put("/registry/ranker", "{\"versions\": []}");
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was asked: {@code PUT /models/bge-m3}. */
    List<String> asked() {
        return asked;
    }

    FakeHost wants(String wanted) {
        key = wanted;
        return this;
    }

    FakeHost silentAfterChanges() {
        silent = true;
        return this;
    }

    FakeHost says(String path, String json) {
        texts.put(path, json);
        return this;
    }

    /** Lets the next pull, or the next file of a registered model, wait in its middle. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + path);
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        try (exchange) {
            if (!key.isEmpty() && !path.equals("/") && !("Bearer " + key).equals(given)) {
                send(exchange, 401, "{\"error\": \"no key\"}");
            } else if (path.equals("/rest")) {
                await();
                send(exchange, 200, "{}");
            } else if (path.equals("/pull")) {
                pull(exchange);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                // A server with a mind of its own: it never runs more than two.
                texts.put(path, body.replaceAll("\"replicas\":\\d+", "\"replicas\":2"));
                if (silent) {
                    texts.remove(path);
                }
                send(exchange, 200, "{\"status\": \"accepted\"}");
            } else {
                String text = texts.get(path);
                send(exchange, text == null ? 404 : 200, text == null ? "{}" : text);
            }
        }
    }

    private void pull(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        line(out, "{\"status\": \"pulling weights\", \"completed\": 40, \"total\": 100}");
        await();
        line(out, "{\"status\": \"success\", \"completed\": 100, \"total\": 100}");
        out.close();
    }

    private void await() throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
