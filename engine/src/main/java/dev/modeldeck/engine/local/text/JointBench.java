package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many tokens several answers get together. The same sequences go on in companies of different
 * sizes in turn, so that a machine that drifts does not favour one of them.
 */
final class JointBench {

    private static final int PROMPT = 128;
    private static final int STEPS = 16;
    private static final int ROUNDS = 3;

    private final BenchSequences sequences;
    private final Map<Integer, Measure> sizes = new LinkedHashMap<>();

    JointBench(BenchSequences sequences, boolean thorough) {
        this.sequences = sequences;
        sizes.put(1, Measure.BATCH_1);
        sizes.put(4, Measure.BATCH_4);
        sizes.put(8, Measure.BATCH_8);
        sizes.put(16, Measure.BATCH_16);
        if (thorough) {
            sizes.put(32, Measure.BATCH_32);
        }
    }

    /** How many answers it wants at once. */
    static int most(boolean thorough) {
        return thorough ? 32 : 16;
    }

    Map<Measure, Double> run() {
        int room = sizes.size() * ROUNDS * STEPS;
        // Who finds no memory waits for others to end, and here all are there to the end.
        sizes.keySet().removeIf(size -> !sequences.fit(PROMPT + room, size));
        if (sizes.isEmpty()) {
            return Map.of();
        }
        int most = sizes.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<Sequence> all = new ArrayList<>();
        Map<Integer, List<Double>> seconds = new LinkedHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < most; i++) {
                Sequence sequence = sequences.open();
                all.add(sequence);
                sequence.begin(sequences.tokens(PROMPT), room);
            }
            for (int i = 0; i < ROUNDS; i++) {
                sizes.forEach((size, _) ->
                        seconds.computeIfAbsent(size, _ -> new ArrayList<>())
                                .addAll(write(callers, all.subList(0, size))));
            }
        } finally {
            all.forEach(Sequence::close);
        }
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        sizes.forEach((size, measure) ->
                figures.put(
                        measure, size / Rounds.median(Objects.requireNonNull(seconds.get(size)))));
        return figures;
    }

    /** Seconds of every step of every sequence. */
    private List<Double> write(ExecutorService callers, List<Sequence> some) {
        List<Callable<List<Double>>> answers = new ArrayList<>();
        for (Sequence sequence : some) {
            answers.add(() -> write(sequence));
        }
        try {
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> answer : callers.invokeAll(answers)) {
                all.addAll(answer.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw ComputeThreads.failure(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
    }

    private List<Double> write(Sequence sequence) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            long begin = System.nanoTime();
            sequence.next(sequences.token());
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        return seconds;
    }
}
