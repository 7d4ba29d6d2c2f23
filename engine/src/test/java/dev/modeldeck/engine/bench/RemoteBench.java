package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.EndpointName;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * What our gateway adds in front of a server elsewhere: the same streamed chat straight to an
 * OpenAI server and through an endpoint in front of it, in turn, with 1, 32 and 128 connections.
 * The server thinks for 100 ms and then sends 16 pieces at once, so that the machine is not the
 * thing measured; with {@code 0} as argument it does not think, which measures a machine that is
 * full.
 */
final class RemoteBench {

    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 4_000_000_000L;
    private static final int PIECES = 16;
    private static final String CHAT = "/v1/chat/completions";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Milliseconds until the first and the last byte. */
    private record Times(double first, double whole) {}

    private record Percentiles(double first50, double first99, double whole50, double whole99) {}

    static void main(String[] args) throws Exception {
        int thinking = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        Path home = Files.createTempDirectory("remote-bench");
        WebServer server = server(thinking);
        try (Engine engine = Engine.start(new EngineOptions(home, 0, false, "bench"))) {
            URI there = URI.create("http://127.0.0.1:" + server.port());
            serve(engine, there);
            URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
            new RemoteBench().compare(there, gateway);
        } finally {
            server.stop();
        }
    }

    private void compare(URI there, URI gateway) throws Exception {
        System.out.println(
                "connections | first byte, direct p50/p99 | through p50/p99 | added p50/p99"
                        + " | whole, direct p50/p99 | through p50/p99 | added p50/p99   (ms)");
        for (int connections : new int[] {1, 32, 128}) {
            List<Percentiles> direct = new ArrayList<>();
            List<Percentiles> through = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                Percentiles straight = measure(there, "m", connections);
                Percentiles around = measure(gateway, "fronted", connections);
                if (round > 0) { // the first warms up
                    direct.add(straight);
                    through.add(around);
                }
            }
            print(connections, direct, through);
        }
    }

    private static void print(
            int connections, List<Percentiles> direct, List<Percentiles> through) {
        System.out.printf(
                "%11d | %s | %s%n",
                connections,
                row(
                        median(direct, Percentiles::first50),
                        median(direct, Percentiles::first99),
                        median(through, Percentiles::first50),
                        median(through, Percentiles::first99)),
                row(
                        median(direct, Percentiles::whole50),
                        median(direct, Percentiles::whole99),
                        median(through, Percentiles::whole50),
                        median(through, Percentiles::whole99)));
    }

    private static String row(double direct50, double direct99, double via50, double via99) {
        return "%.2f / %.2f | %.2f / %.2f | %.2f / %.2f"
                .formatted(direct50, direct99, via50, via99, via50 - direct50, via99 - direct99);
    }

    private static double median(List<Percentiles> rounds, ToDoubleFunction<Percentiles> figure) {
        return Callers.median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private Percentiles measure(URI base, String model, int connections) throws Exception {
        List<Future<List<Times>>> callers = new ArrayList<>();
        long end = System.nanoTime() + ROUND_NANOS;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                callers.add(
                        threads.submit(() -> {
                            List<Times> times = new ArrayList<>();
                            while (System.nanoTime() < end) {
                                times.add(call(base, model));
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

    private Times call(URI base, String model) throws IOException, InterruptedException {
        String body =
                "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Tell me something.\"}]}"
                        .formatted(model);
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(CHAT))
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

    private static void serve(Engine engine, URI there) {
        engine.connections().save(Connection.to("server", there, Access.open()));
        ServedEntity entity =
                new ServedEntity(
                        "m",
                        new ServedEntity.External(
                                "m",
                                "connection",
                                "llm/v1/chat",
                                Map.of("connection_name", "server")),
                        ServedEntity.Compute.elsewhere(),
                        "",
                        false,
                        Map.of());
        EndpointName name = new EndpointName("fronted");
        engine.endpoints()
                .create(new NewEndpoint(name, "", Map.of(), List.of(entity), List.of(), "bench"));
        while (engine.endpoints().get(name).state().updating()) {
            Thread.onSpinWait();
        }
    }

    private static WebServer server(int thinking) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing ->
                        routing.get("/v1/models", (_, out) -> out.send(MODELS))
                                .post(CHAT, (in, out) -> answer(in, out, thinking)))
                .build()
                .start();
    }

    private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"m\"}]}";

    private static void answer(ServerRequest in, ServerResponse out, int thinking)
            throws IOException, InterruptedException {
        in.content().as(String.class);
        Thread.sleep(thinking);
        out.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream stream = out.outputStream()) {
            for (int i = 0; i < PIECES; i++) {
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
