package dev.modeldeck.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Servers for pictures: one like vLLM on loopback, a locked one, and one that is gone. */
final class SampleServers implements AutoCloseable {

    /** An endpoint in front of the one that is there. */
    static final EndpointName SUPPORT = new EndpointName("support");

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

    /** Puts a model of the one that is there behind an endpoint. */
    void front(Engine engine) {
        if (engine.endpoints().find(SUPPORT).isPresent()) {
            return;
        }
        ServedEntity model =
                new ServedEntity(
                        "qwen3-8b",
                        new ServedEntity.External(
                                "Qwen/Qwen3-8B",
                                "connection",
                                "llm/v1/chat",
                                Map.of("connection_name", "GPU host")),
                        ServedEntity.Compute.elsewhere(),
                        "",
                        false,
                        Map.of());
        engine.endpoints()
                .create(new NewEndpoint(SUPPORT, "", Map.of(), List.of(model), List.of(), "me"));
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
        boolean right = key.isEmpty() || key.equals(given);
        String body =
                switch (exchange.getRequestURI().getPath()) {
                    case "/v1/models" -> MODELS;
                    case "/version" -> "{\"version\": \"0.11.2\"}";
                    case "/metrics" -> figures(System.currentTimeMillis() / 1000.0);
                    default -> "";
                };
        int status = body.isEmpty() ? 404 : right ? 200 : 401;
        String told =
                status == 200 ? body : "{\"error\": {\"message\": \"Not for you, or not here.\"}}";
        byte[] bytes = told.getBytes(StandardCharsets.UTF_8);
        String type = told.startsWith("{") ? "application/json" : "text/plain; version=0.0.4";
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** As many callers would make them: with a busy and a quiet half of each minute. */
    private static String figures(double second) {
        double wave = Math.sin(second / 9.5);
        double requests = (second % 1e6) * 3 - 28 * Math.cos(second / 9.5);
        StringBuilder text = new StringBuilder();
        gauge(text, "num_requests_running", Math.round(6 + 4 * wave));
        gauge(text, "num_requests_waiting", Math.max(0, Math.round(3 * wave)));
        gauge(text, "kv_cache_usage_perc", 0.45 + 0.3 * wave);
        gauge(text, "request_success_total", requests);
        gauge(text, "prompt_tokens_total", requests * 812);
        gauge(text, "generation_tokens_total", requests * 236);
        gauge(text, "e2e_request_latency_seconds_sum", requests * 3.4);
        gauge(text, "request_queue_time_seconds_sum", requests * 0.21);
        gauge(text, "time_to_first_token_seconds_sum", requests * 0.19);
        gauge(text, "time_to_first_token_seconds_count", requests);
        gauge(text, "inter_token_latency_seconds_sum", requests * 2.9);
        gauge(text, "inter_token_latency_seconds_count", requests * 235);
        gauge(text, "prefix_cache_queries_total", requests * 812);
        gauge(text, "prefix_cache_hits_total", requests * 540);
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, double value) {
        text.append("vllm:").append(name).append("{model_name=\"Qwen/Qwen3-8B\"} ");
        text.append(value).append('\n');
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
