package dev.modeldeck.engine.bench;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * What our gateway adds in front of a server elsewhere: the same streamed chat straight to an
 * OpenAI server, through a relay that only copies bytes, and through an endpoint in front of the
 * server, in turn, with 1, 32 and 128 connections. What the relay adds is the machine's price of a
 * further hop, which no gateway can go below.
 *
 * <p>The server thinks for 100 ms and then sends 16 pieces at 100 a second; with {@code 0} as
 * argument it neither thinks nor waits, which measures a machine that is full. Callers begin one
 * after the other: all at once would have all answers come at once, and measure how long the last
 * waits for a processor. The gateway has a process of its own, so that it shares processors with
 * callers and server but no threads. Before, everything is called at full speed until the compiler
 * has little left to do.
 */
final class RemoteBench {

    private static final int WARM_CALLERS = 16;
    private static final int WARM_ROUNDS = 10;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 4_000_000_000L;
    private static final int PIECES = 16;
    private static final int PIECE_MILLIS = 10;
    private static final String CHAT = "/v1/chat/completions";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int wanted;
    private volatile int thinking;

    private RemoteBench(int thinking) {
        this.wanted = thinking;
    }

    /** A way to the model. */
    private record Way(String name, URI base, String model) {}

    /** Milliseconds until the first and the last byte. */
    private record Times(double first, double whole) {}

    private record Percentiles(double first50, double first99, double whole50, double whole99) {}

    static void main(String[] args) throws Exception {
        new RemoteBench(args.length > 0 ? Integer.parseInt(args[0]) : 100).run();
    }

    private void run() throws Exception {
        WebServer server = server();
        URI there = URI.create("http://127.0.0.1:" + server.port());
        try (FrontGateway gateway = FrontGateway.before(there);
                Relay relay = new Relay(server.port())) {
            List<Way> ways =
                    List.of(
                            new Way("direct", there, FrontGateway.MODEL),
                            new Way("relay", relay.address(), FrontGateway.MODEL),
                            new Way("gateway", gateway.address(), FrontGateway.ENDPOINT));
            for (int i = 0; i < WARM_ROUNDS; i++) {
                for (Way way : ways) {
                    measure(way, WARM_CALLERS);
                }
            }
            thinking = wanted;
            compare(ways);
        } finally {
            server.stop();
        }
    }

    private void compare(List<Way> ways) throws Exception {
        System.out.println(
                "connections | way     | first byte p50 / p99 | added         | whole p50 / p99"
                        + " | added   (ms)");
        for (int connections : new int[] {1, 32, 128}) {
            Map<Way, List<Percentiles>> measured = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (Way way : ways) {
                    measured.computeIfAbsent(way, _ -> new ArrayList<>())
                            .add(measure(way, connections));
                }
            }
            Percentiles direct = medians(measured.get(ways.getFirst()));
            for (Way way : ways) {
                print(connections, way, medians(measured.get(way)), direct);
            }
        }
    }

    private static void print(int connections, Way way, Percentiles it, Percentiles direct) {
        System.out.printf(
                "%11d | %-7s | %8.2f / %9.2f | %5.2f / %5.2f | %7.2f / %5.2f | %5.2f / %5.2f%n",
                connections,
                way.name(),
                it.first50(),
                it.first99(),
                it.first50() - direct.first50(),
                it.first99() - direct.first99(),
                it.whole50(),
                it.whole99(),
                it.whole50() - direct.whole50(),
                it.whole99() - direct.whole99());
    }

    private static Percentiles medians(List<Percentiles> rounds) {
        return new Percentiles(
                median(rounds, Percentiles::first50),
                median(rounds, Percentiles::first99),
                median(rounds, Percentiles::whole50),
                median(rounds, Percentiles::whole99));
    }

    private static double median(List<Percentiles> rounds, ToDoubleFunction<Percentiles> figure) {
        return Callers.median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private Percentiles measure(Way way, int connections) throws Exception {
        List<Future<List<Times>>> callers = new ArrayList<>();
        long end = System.nanoTime() + ROUND_NANOS;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                Duration apart = Duration.ofNanos(thinking * 1_000_000L * i / connections);
                callers.add(
                        threads.submit(() -> {
                            Thread.sleep(apart);
                            List<Times> times = new ArrayList<>();
                            while (System.nanoTime() < end) {
                                times.add(call(way));
                            }
                            return times;
                        }));
            }
        }
        List<Times> all = new ArrayList<>();
        for (Future<List<Times>> caller : callers) {
            all.addAll(caller.get());
        }
        double[] first = all.stream().mapToDouble(Times::first).sorted().toArray();
        double[] whole = all.stream().mapToDouble(Times::whole).sorted().toArray();
        return new Percentiles(at(first, 0.5), at(first, 0.99), at(whole, 0.5), at(whole, 0.99));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private Times call(Way way) throws IOException, InterruptedException {
        String body =
                "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Tell me something.\"}]}"
                        .formatted(way.model());
        HttpRequest request =
                HttpRequest.newBuilder(way.base().resolve(CHAT))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        long begin = System.nanoTime();
        HttpResponse<InputStream> answer =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            int one = in.read();
            double first = (System.nanoTime() - begin) / 1e6;
            byte[] rest = in.readAllBytes();
            double whole = (System.nanoTime() - begin) / 1e6;
            if (answer.statusCode() != 200 || one < 0 || rest.length < PIECES) {
                throw new IOException("Answered " + answer.statusCode());
            }
            return new Times(first, whole);
        }
    }

    private WebServer server() {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing ->
                        routing.get("/v1/models", (_, out) -> out.send(MODELS))
                                .post(CHAT, (in, out) -> answer(in, out)))
                .build()
                .start();
    }

    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"" + FrontGateway.MODEL + "\"}]}";

    private void answer(ServerRequest in, ServerResponse out)
            throws IOException, InterruptedException {
        in.content().as(String.class);
        Thread.sleep(thinking);
        out.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream stream = out.outputStream()) {
            for (int i = 0; i < PIECES; i++) {
                Thread.sleep(Math.min(thinking, PIECE_MILLIS));
                write(stream, "{\"content\":\"word \"}", "null");
            }
            write(stream, "{}", "\"stop\"");
            stream.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(OutputStream out, String delta, String finish) throws IOException {
        out.write(
                "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                        .formatted(delta, finish)
                        .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
