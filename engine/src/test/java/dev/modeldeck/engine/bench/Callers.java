package dev.modeldeck.engine.bench;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Callers who all want an answer at once: 64 tokens to a prompt of 128 that nobody has seen. */
final class Callers {

    static final int PROMPT = 128;
    static final int ANSWER = 64;

    private final Random random = new Random(3);
    private final int vocabulary;

    Callers(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Gives the tokens of an answer to a prompt. */
    interface Answer {
        int to(List<Integer> prompt) throws Exception;
    }

    /** Tokens a second that all get together. */
    double speed(int callers, Answer answer) throws Exception {
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            List<Integer> prompt = random.ints(PROMPT, 0, vocabulary).boxed().toList();
            all.add(() -> answer.to(prompt));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            int tokens = 0;
            for (Future<Integer> each : threads.invokeAll(all)) {
                tokens += each.get();
            }
            return tokens * 1e9 / (System.nanoTime() - begin);
        }
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Streamed by OpenAI's protocol, counted by events. */
    static Answer over(HttpClient client, URI base, String model) {
        return prompt -> {
            Map<String, Object> body =
                    Map.of(
                            "model",
                            model,
                            "prompt",
                            prompt,
                            "max_tokens",
                            ANSWER,
                            "stream",
                            true,
                            "ignore_eos",
                            true,
                            "stream_options",
                            Map.of("include_usage", true));
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve("/v1/completions"))
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            JsonMapper.shared().writeValueAsString(body)))
                            .build();
            HttpResponse<Stream<String>> response =
                    client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                List<String> events = lines.filter(line -> line.startsWith("data: {")).toList();
                if (response.statusCode() != 200 || events.isEmpty()) {
                    throw new IOException("Answered " + response.statusCode() + " " + events);
                }
                return JsonMapper.shared()
                        .readTree(events.getLast().substring("data: ".length()))
                        .path("usage")
                        .path("completion_tokens")
                        .asInt();
            }
        };
    }
}
