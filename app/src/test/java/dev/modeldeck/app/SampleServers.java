package dev.modeldeck.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Servers for pictures: one that speaks OpenAI's protocol on loopback, and one that is gone. */
final class SampleServers implements AutoCloseable {

    private static final String MODELS =
            """
            {"object": "list", "data": [
              {"id": "Qwen/Qwen3-8B", "object": "model", "owned_by": "vllm",
               "max_model_len": 40960},
              {"id": "support-adapter", "object": "model", "owned_by": "vllm",
               "max_model_len": 40960},
              {"id": "BAAI/bge-m3", "object": "model", "owned_by": "vllm",
               "max_model_len": 8192}]}\
            """;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer there;
    private final HttpServer locked;
    private final URI gone;

    SampleServers() {
        there = serve("");
        locked = serve("Bearer sk-right");
        HttpServer closed = serve("");
        gone = address(closed);
        closed.stop(0);
    }

    URI there() {
        return address(there);
    }

    URI gone() {
        return gone;
    }

    /** Connections to all of them, and to one whose name nobody knows. */
    void connect(Engine engine) {
        save(engine, "GPU host", there(), new Auth.None());
        save(engine, "Night shift", gone, new Auth.None());
        save(engine, "Team gateway", address(locked), new Auth.Bearer("sk-wrong"));
        save(engine, "Lab", URI.create("http://lab.invalid:8000"), new Auth.None());
    }

    private static void save(Engine engine, String name, URI address, Auth auth) {
        if (engine.connections().find(name).isEmpty()) {
            engine.connections().save(Connection.to(name, address, Access.as(auth)));
        }
    }

    private HttpServer serve(String key) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, key));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String key) throws IOException {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean known = exchange.getRequestURI().getPath().equals("/v1/models");
        boolean right = key.isEmpty() || key.equals(given);
        int status = !known ? 404 : right ? 200 : 401;
        String body =
                status == 200
                        ? MODELS
                        : "{\"error\": {\"message\": \"Not for you, or not here.\"}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        there.stop(0);
        locked.stop(0);
        threads.shutdownNow();
    }
}
