package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.torchscript.MemoryReading;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.jspecify.annotations.Nullable;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures how fast a text model is where it is served: in a process like a worker's, on the path
 * that requests take. Tokens are drawn by lot, so that nothing is known and nothing can be guessed
 * unless that is what is measured. Figures are medians.
 */
public final class TextBench {

    /** Tokens of an answer that are timed one by one. */
    private static final int STEPS = 48;

    /** Times that memory is read between them. */
    private static final int BETWEEN = 6;

    private final TextModel model;
    private final BenchSequences sequences;
    private final boolean thorough;
    private final LoadProgress progress;
    private final Map<Measure, Double> figures = new EnumMap<>(Measure.class);

    private TextBench(TextModel model, boolean thorough, LoadProgress progress) {
        this.model = model;
        this.sequences = new BenchSequences(model.parts());
        this.thorough = thorough;
        this.progress = progress;
    }

    /**
     * Loads a model, measures it and lets it go.
     *
     * @param thorough whether all there is to measure, with more care
     * @throws dev.modeldeck.engine.kernel.EngineException if the model cannot be run here
     */
    public static ModelSpeed measure(TextModel.Spec spec, boolean thorough, LoadProgress progress) {
        TorchRuntime.start(spec.threads());
        long begin = System.nanoTime();
        Map<Measure, Double> figures;
        String kept;
        try (TextModel model = TextModel.open(spec, progress)) {
            TextBench bench = new TextBench(model, thorough, progress);
            bench.figures.put(Measure.LOAD, (System.nanoTime() - begin) / 1e9);
            bench.process();
            bench.run();
            figures = bench.figures;
            kept = model.parts().decoder().precision().word();
        }
        progress.at(0.8, "Many answers at a time");
        figures.putAll(together(spec, thorough));
        return ModelSpeed.of(spec.dtype(), kept, figures);
    }

    /** Many answers at a time, of a model that is loaded for many. */
    private static Map<Measure, Double> together(TextModel.Spec spec, boolean thorough) {
        TextModel.Spec many = spec.serving(JointBench.most(thorough));
        try (TextModel model = TextModel.open(many, (_, _) -> {})) {
            return new JointBench(new BenchSequences(model.parts()), thorough).run();
        }
    }

    /** What this process took until it was ready, having written a first word. */
    private void process() {
        Instant now = Instant.now();
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start ->
                        figures.put(Measure.READY, Duration.between(start, now).toMillis() / 1e3));
        alone(64, null, null);
        OSProcess process = new SystemInfo().getOperatingSystem().getCurrentProcess();
        figures.put(Measure.PRIVATE_MEMORY, process.getPrivateResidentMemory() / 1e6);
        figures.put(Measure.TOTAL_MEMORY, process.getResidentMemory() / 1e6);
    }

    private void run() {
        progress.at(0.1, "One answer at a time");
        alone(128, Measure.PREFILL_128, null);
        floor();
        alone(512, Measure.PREFILL_512, null);
        alone(2048, Measure.PREFILL_2048, Measure.DECODE_2048);
        progress.at(0.5, "Prompts that are known in part");
        TurnBench turns = new TurnBench(sequences, thorough ? 3 : 1);
        turns.firstToken();
        if (thorough) {
            turns.secondTurn();
            turns.quoting();
            progress.at(0.7, "Beside a busy neighbour");
            besideANeighbour();
        }
        figures.putAll(turns.figures());
    }

    /**
     * The weights are read once for every token, so memory allows no more than this. It is measured
     * every few tokens, because machines drift.
     */
    private void floor() {
        if (!sequences.fit(128 + STEPS)) {
            return;
        }
        Rounds bytes = new Rounds(BETWEEN);
        Rounds tokens = new Rounds(STEPS);
        try (MemoryReading memory = new MemoryReading();
                Sequence sequence = sequences.open()) {
            sequence.begin(sequences.tokens(128), STEPS);
            for (int i = 0; i < BETWEEN; i++) {
                bytes.time(memory::read);
                for (int step = 0; step < STEPS / BETWEEN; step++) {
                    tokens.time(() -> sequence.next(sequences.token()));
                }
            }
        }
        double bandwidth = MemoryReading.BYTES / bytes.median();
        Decoder decoder = model.parts().decoder();
        DecoderShape shape = decoder.shape();
        double weights =
                decoder.precision()
                        .bytes(shape.weights(), (long) shape.vocabulary() * shape.hidden());
        figures.put(Measure.DECODE_128, 1 / tokens.median());
        figures.put(Measure.BANDWIDTH, bandwidth / 1e9);
        figures.put(Measure.FLOOR, 100 * weights / bandwidth / tokens.median());
    }

    /** Reads prompts of that length, and after the last of them writes. */
    private void alone(int length, @Nullable Measure reading, @Nullable Measure writing) {
        if (!sequences.fit(length + STEPS)) {
            return;
        }
        Rounds rounds = new Rounds(3, thorough ? 4 : 1.5);
        while (rounds.more()) {
            try (Sequence sequence = sequences.open()) {
                int[] prompt = sequences.tokens(length);
                rounds.time(() -> sequence.begin(prompt, STEPS));
                if (writing != null && !rounds.more()) {
                    figures.put(writing, 1 / write(sequence));
                }
            }
        }
        if (reading != null) {
            figures.put(reading, length / rounds.median());
        }
    }

    /** Seconds of a token. */
    private double write(Sequence sequence) {
        return Rounds.median(STEPS, () -> sequence.next(sequences.token()));
    }

    private void besideANeighbour() {
        if (!sequences.fit(128 + STEPS)) {
            return;
        }
        Thread neighbour =
                Thread.ofPlatform()
                        .daemon()
                        .name("neighbour")
                        .unstarted(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                Thread.onSpinWait();
                            }
                        });
        try (Sequence sequence = sequences.open()) {
            sequence.begin(sequences.tokens(128), STEPS);
            neighbour.start();
            figures.put(Measure.BUSY_NEIGHBOUR, 1 / write(sequence));
        } finally {
            neighbour.interrupt();
        }
    }
}
