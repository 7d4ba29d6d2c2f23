package dev.modeldeck.engine.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on loopback that answers as it is told and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {

    /**
     * What was asked.
     *
     * @param line {@code POST /v1/chat/completions?x=1}
     * @param bytes of the body, which need not be text
     */
    public record Asked(String line, Map<String, List<String>> headers, String body, byte[] bytes) {

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange, String body) throws IOException;
    }

    /**
     * Writes pieces of an answer, each of which leaves at once. Where the type of the stream is no
     * text, each character of a piece is a byte.
     */
    public interface Pieces {
        void write(String piece) throws IOException;
    }

    /** Decides what is streamed, and when. */
    @FunctionalInterface
    public interface Script {
        void play(Pieces pieces) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Answer otherwise = text(404, "404 page not found");

    public FakeServer() {
        this(0);
    }

    /** At a port where another one listened before. */
    public FakeServer(int port) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * @param line method and path, with the query where that matters: {@code GET /v1/models}
     */
    public FakeServer on(String line, Answer answer) {
        answers.put(line, answer);
        return this;
    }

    public FakeServer on(String line, String json) {
        return on(line, json(200, json));
    }

    /** What is answered to everything that it was not taught; 404 at first. */
    public FakeServer otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The last request of that line. */
    public Asked last(String line) {
        return asked.stream()
                .filter(one -> one.line().equals(line))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError(line + " was not asked, but " + asked));
    }

    public static Answer json(int status, String json) {
        return whole(status, "application/json", json, Map.of());
    }

    public static Answer text(int status, String text) {
        return whole(status, "text/plain", text, Map.of());
    }

    public static Answer whole(int status, String type, String body, Map<String, String> headers) {
        return (exchange, _) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    /** Streams; a script that throws cuts the connection. */
    public static Answer stream(String type, Script script) {
        return (exchange, _) -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            try {
                script.play(piece -> {
                    out.write(bytes(type, piece));
                    out.flush();
                });
                out.close();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    /** A piece of a stream of that type, as it leaves. */
    static byte[] bytes(String type, String piece) {
        boolean binary = type.startsWith("application/vnd.");
        return piece.getBytes(binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String body = new String(bytes, StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod() + " ";
        String whole = method + exchange.getRequestURI();
        String path = method + exchange.getRequestURI().getRawPath();
        asked.add(new Asked(whole, exchange.getRequestHeaders(), body, bytes));
        Answer answer = answers.getOrDefault(whole, answers.get(path));
        try (exchange) {
            (answer == null ? otherwise : answer).to(exchange, body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
