package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        if (!sequences.fit(PROMPT + room)) {
            return figures;
        }
        int most = sizes.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<Sequence> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < most; i++) {
                Sequence sequence = sequences.open();
                all.add(sequence);
                sequence.begin(sequences.tokens(PROMPT), room);
            }
            Map<Integer, Rounds> rounds = new LinkedHashMap<>();
            sizes.keySet().forEach(size -> rounds.put(size, new Rounds(ROUNDS)));
            for (int i = 0; i < ROUNDS; i++) {
                rounds.forEach(
                        (size, times) ->
                                times.time(() -> write(callers, all.subList(0, size))));
            }
            rounds.forEach(
                    (size, times) ->
                            figures.put(sizes.get(size), size * STEPS / times.median()));
        } finally {
            all.forEach(Sequence::close);
        }
        return figures;
    }

    private void write(ExecutorService callers, List<Sequence> some) {
        List<Callable<Integer>> answers = new ArrayList<>();
        for (Sequence sequence : some) {
            answers.add(() -> {
                for (int i = 0; i < STEPS; i++) {
                    sequence.next(sequences.token());
                }
                return STEPS;
            });
        }
        all(callers, answers);
    }

    /** Does all at once and adds up what they give. */
    static int all(ExecutorService callers, List<Callable<Integer>> answers) {
        int sum = 0;
        try {
            for (Future<Integer> answer : callers.invokeAll(answers)) {
                sum += answer.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw ComputeThreads.failure(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
    }
}
