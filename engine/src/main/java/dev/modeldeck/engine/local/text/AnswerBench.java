package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.speed.Measure;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Whole answers from prompt to text, with all that belongs to them: reading, choosing tokens,
 * making text of them. What a caller gets at most, whatever stands between him and the worker.
 */
final class AnswerBench {

    private static final int PROMPT = 128;
    private static final int ANSWER = 64;
    private static final int TIMES = 3;

    private final TextModel model;
    private final BenchSequences sequences;

    AnswerBench(TextModel model, BenchSequences sequences) {
        this.model = model;
        this.sequences = sequences;
    }

    Map<Measure, Double> run() {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        if (sequences.fit(PROMPT + ANSWER)) {
            figures.put(Measure.WORKER_1, speed(1));
            figures.put(Measure.WORKER_16, speed(16));
        }
        return figures;
    }

    private double speed(int callers) {
        double[] rates = new double[TIMES];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> answer = this::answer;
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                int tokens = JointBench.all(threads, Collections.nCopies(callers, answer));
                rates[i] = tokens * 1e9 / (System.nanoTime() - begin);
            }
        }
        Arrays.sort(rates);
        return rates[TIMES / 2];
    }

    private int answer() {
        List<Integer> prompt = Arrays.stream(sequences.tokens(PROMPT)).boxed().toList();
        InferenceRequest request =
                InferenceRequest.of(
                        new Payload.Completion(
                                List.of(new Payload.Prompt.Tokens(prompt)),
                                1,
                                false,
                                TextOptions.defaults().withMaxTokens(ANSWER)));
        return model.answer(request, ChunkListener.none()).usage().completionTokens();
    }
}
