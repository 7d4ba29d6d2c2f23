package dev.modeldeck.engine.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Where the classifier's examples come from: how long a chat model takes to answer, worked out from
 * the two things that bound it, and blurred as real machines are. Prefill is bound by arithmetic (2
 * operations a parameter and token), decode by memory (2 bytes a parameter and token, read once for
 * all requests in the batch, which costs a little more for each). The question is whether the whole
 * takes more than 10 seconds.
 */
final class LatencyRule {

    static final List<String> COLUMNS =
            List.of(
                    "prompt_tokens",
                    "output_tokens",
                    "concurrency",
                    "gpu",
                    "model_billion_parameters");
    static final double TARGET_SECONDS = 10;

    private static final double CPU_OPERATIONS = 0.6e12;
    private static final double CPU_BANDWIDTH = 40e9;
    private static final double GPU_OPERATIONS = 60e12;
    private static final double GPU_BANDWIDTH = 900e9;
    private static final double BLUR = 0.12;

    /** Columns in order, and whether the target is missed. */
    record Example(float[] columns, boolean missed) {}

    private final Random random;

    LatencyRule(Random random) {
        this.random = random;
    }

    List<Example> draw(int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(draw());
        }
        return examples;
    }

    private Example draw() {
        float[] columns = {
            Math.round(between(16, 8_000)),
            Math.round(between(8, 2_000)),
            Math.round(between(1, 32)),
            random.nextInt(2),
            (float) between(0.1, 70)
        };
        double seconds = seconds(columns) * Math.exp(BLUR * random.nextGaussian());
        return new Example(columns, seconds > TARGET_SECONDS);
    }

    /** The time of a request without blur. */
    static double seconds(float[] columns) {
        boolean gpu = columns[3] > 0.5;
        double parameters = columns[4] * 1e9;
        double operations = 2 * parameters * columns[0] * columns[2];
        double prefill = operations / (gpu ? GPU_OPERATIONS : CPU_OPERATIONS);
        double bytes = 2 * parameters * columns[1] * (1 + 0.04 * (columns[2] - 1));
        double decode = bytes / (gpu ? GPU_BANDWIDTH : CPU_BANDWIDTH);
        return prefill + decode;
    }

    /** Evenly spread in orders of magnitude. */
    private double between(double low, double high) {
        return low * Math.exp(random.nextDouble() * Math.log(high / low));
    }
}
