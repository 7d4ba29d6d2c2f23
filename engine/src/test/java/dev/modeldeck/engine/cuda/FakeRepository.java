package dev.modeldeck.engine.cuda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Serves files as Maven repositories do: their size, their bytes from wherever one asks. Cuts an
 * answer off when told to.
 */
final class FakeRepository implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** Method, path and range of each request. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, String> elsewhere = new ConcurrentHashMap<>();
    private volatile int cutAfter = Integer.MAX_VALUE;

    FakeRepository() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/maven2";
    }

    void put(String path, byte[] content) {
        files.put("/maven2/" + path, content);
    }

    void remove(String path) {
        files.remove("/maven2/" + path);
    }

    /** The next answer breaks off after so many bytes. */
    void cutAfter(int bytes) {
        cutAfter = bytes;
    }

    /** Sends who asks for something in one folder to another. */
    void redirect(String from, String to) {
        elsewhere.put(from, to);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String path = exchange.getRequestURI().getPath();
            String first = path.substring(0, path.indexOf('/', 1));
            if (elsewhere.containsKey(first)) {
                String there = elsewhere.get(first) + path.substring(first.length());
                exchange.getResponseHeaders().set("Location", there);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            String name = path.substring(path.lastIndexOf('/') + 1);
            asked.add(
                    exchange.getRequestMethod() + " " + name + (range == null ? "" : " " + range));
            byte[] content = files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "" + content.length);
                exchange.sendResponseHeaders(200, -1);
            } else {
                send(exchange, content, range);
            }
        }
    }

    private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
        OutputStream out = exchange.getResponseBody();
        int most = cutAfter;
        if (rest.length > most) {
            cutAfter = Integer.MAX_VALUE;
            out.write(rest, 0, most);
            out.flush();
            throw new IOException("cut off");
        }
        out.write(rest);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
