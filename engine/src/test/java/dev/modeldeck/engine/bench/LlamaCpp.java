package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.inference.speed.ModelSpeed;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** llama.cpp's own tools, where they are on the path: quantises, measures and serves. */
final class LlamaCpp {

    private static final Map<String, String> TYPES =
            Map.of("bf16", "BF16", "int8", "Q8_0", "int4", "Q4_0");

    private static final int SLOTS = 16;

    private final Path tools;
    private final int threads;

    private LlamaCpp(Path tools, int threads) {
        this.tools = tools;
        this.threads = threads;
    }

    static Optional<LlamaCpp> find(int threads) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("llama-bench")))
                .findFirst()
                .map(folder -> new LlamaCpp(folder, threads));
    }

    /** Its nearest type to one of ours. */
    static Optional<String> type(String dtype) {
        return Optional.ofNullable(TYPES.get(dtype));
    }

    /** The model in that type, made of the one in bfloat16. */
    Path quantised(Path bfloat16, String type) throws IOException, InterruptedException {
        if (type.equals("BF16")) {
            return bfloat16;
        }
        Path file = bfloat16.resolveSibling(type + ".gguf");
        if (!Files.exists(file)) {
            output(List.of("llama-quantize", bfloat16.toString(), file.toString(), type));
        }
        return file;
    }

    /** As its own benchmark measures. */
    ModelSpeed measure(Path file, String type) throws IOException, InterruptedException {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        String model = file.toString();
        String count = Integer.toString(threads);
        List<String> common =
                List.of("llama-bench", "-m", model, "-t", count, "-r", "3", "-o", "json");
        output(joined(common, "-p", "512", "-n", "0"))
                .forEach(each ->
                        figures.put(
                                Measure.valueOf("PREFILL_" + each.path("n_prompt").asInt()),
                                each.path("avg_ts").asDouble()));
        output(joined(common, "-p", "0", "-n", "48", "-d", "128"))
                .forEach(each ->
                        figures.put(
                                Measure.valueOf("DECODE_" + each.path("n_depth").asInt()),
                                each.path("avg_ts").asDouble()));
        return ModelSpeed.of("llama.cpp " + type, "llama.cpp " + type, figures);
    }

    /** Its server, with a slot for each caller. */
    Map<Measure, Double> serve(Path file, Callers callers) throws Exception {
        int port;
        try (var socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process server =
                start(
                        List.of(
                                "llama-server",
                                "-m",
                                file.toString(),
                                "-t",
                                Integer.toString(threads),
                                "-np",
                                Integer.toString(SLOTS),
                                "-c",
                                Integer.toString(SLOTS * 512),
                                "--port",
                                Integer.toString(port)),
                        ProcessBuilder.Redirect.DISCARD);
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://127.0.0.1:" + port);
            awaitHealth(client, base, server);
            Callers.Answer answer = Callers.over(client, base, "bench");
            Map<Measure, Double> figures = new EnumMap<>(Measure.class);
            figures.put(Measure.GATEWAY_1, median(callers, 1, answer));
            figures.put(Measure.GATEWAY_16, median(callers, SLOTS, answer));
            return figures;
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static double median(Callers callers, int count, Callers.Answer answer)
            throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rates.add(callers.speed(count, answer));
        }
        return Callers.median(rates);
    }

    private static void awaitHealth(HttpClient client, URI base, Process server)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/health")).build();
        while (server.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException _) {
                // It does not listen yet.
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("llama-server ended with " + server.exitValue());
    }

    private JsonNode output(List<String> command) throws IOException, InterruptedException {
        Process process = start(command, ProcessBuilder.Redirect.PIPE);
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        int from = text.indexOf("[\n");
        return from < 0
                ? JsonMapper.shared().createArrayNode()
                : JsonMapper.shared().readTree(text.substring(from));
    }

    private Process start(List<String> command, ProcessBuilder.Redirect output) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.set(0, tools.resolve(command.getFirst()).toString());
        ProcessBuilder builder =
                new ProcessBuilder(whole)
                        .redirectOutput(output)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        // It waits in its own way; ours would slow it down.
        builder.environment().keySet().removeIf(name -> name.matches("(GOMP|OMP)_.*"));
        return builder.start();
    }

    private static List<String> joined(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
