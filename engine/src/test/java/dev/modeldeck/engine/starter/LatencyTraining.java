package dev.modeldeck.engine.starter;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Trains the latency classifier in seconds and writes its folder. */
final class LatencyTraining {

    static final int EXAMPLES = 20_000;
    static final int HELD_OUT = 5_000;
    private static final int SEED = 11;
    private static final int STEPS = 3_000;
    private static final int ROWS = 256;
    private static final float PEAK = 5e-3f;

    private final Path folder;

    LatencyTraining(Path folder) {
        this.folder = folder;
    }

    void run() throws IOException, MalformedModelException {
        Random random = new Random(SEED);
        LatencyRule rule = new LatencyRule(random);
        List<LatencyRule.Example> training = rule.draw(EXAMPLES);
        List<LatencyRule.Example> heldOut = rule.draw(HELD_OUT);
        Path scratch = Files.createTempDirectory("starter");
        float[] start = LatencyNetwork.randomWeights(random);
        try (Trainee trainee = new Trainee(LatencyNetwork.training(start), scratch, SEED, 0.001f)) {
            for (int step = 1; step <= STEPS; step++) {
                float rate = PEAK * Math.min(1f, 1.02f - (float) step / STEPS);
                float loss = trainee.step(batch(trainee, training, random), rate);
                if (step % 500 == 0) {
                    System.out.printf("step %d of %d, loss %.4f%n", step, STEPS, loss);
                }
            }
            double accuracy = accuracy(trainee, heldOut);
            System.out.printf("held-out accuracy %.4f%n", accuracy);
            LatencyFolder.write(folder, trainee.weights(), accuracy, majority(heldOut));
        }
    }

    private static NDList batch(
            Trainee trainee, List<LatencyRule.Example> examples, Random random) {
        float[] rows = new float[ROWS * LatencyRule.COLUMNS.size()];
        long[] labels = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            LatencyRule.Example example = examples.get(random.nextInt(examples.size()));
            int width = example.columns().length;
            System.arraycopy(example.columns(), 0, rows, row * width, width);
            labels[row] = example.missed() ? 1 : 0;
        }
        NDManager owner = trainee.manager();
        return new NDList(
                owner.create(rows, new Shape(ROWS, rows.length / ROWS)), owner.create(labels));
    }

    private static double accuracy(Trainee trainee, List<LatencyRule.Example> examples) {
        int right = 0;
        for (LatencyRule.Example example : examples) {
            float[] probabilities = trainee.ask("probabilities", example.columns(), 1);
            right += (probabilities[1] > 0.5f) == example.missed() ? 1 : 0;
        }
        return (double) right / examples.size();
    }

    /** How often always giving the more frequent answer would be right. */
    private static double majority(List<LatencyRule.Example> examples) {
        double missed = examples.stream().filter(LatencyRule.Example::missed).count();
        return Math.max(missed, examples.size() - missed) / examples.size();
    }
}
