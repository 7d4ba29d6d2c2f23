package dev.modeldeck.engine.local.encoder;

import java.util.Arrays;
import java.util.List;

/** What follows the encoder, in plain Java over the vectors of tokens [tokens][hidden]. */
final class ReferenceHead {

    private ReferenceHead() {}

    static double[] mean(double[][] x, int from) {
        double[] mean = new double[x[0].length];
        for (int t = from; t < x.length; t++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += x[t][i] / (x.length - from);
            }
        }
        return mean;
    }

    static double[] weightedMean(double[][] x) {
        double[] sum = new double[x[0].length];
        double weights = 0;
        for (int t = 0; t < x.length; t++) {
            weights += t + 1;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (t + 1) * x[t][i];
            }
        }
        return scaled(sum, 1 / weights);
    }

    static double[] max(double[][] x) {
        double[] max = x[0].clone();
        for (double[] row : x) {
            Arrays.setAll(max, i -> Math.max(max[i], row[i]));
        }
        return max;
    }

    static double[] scaled(double[] x, double factor) {
        return Arrays.stream(x).map(value -> value * factor).toArray();
    }

    static double[] unit(double[] x) {
        return scaled(x, 1 / Math.sqrt(Arrays.stream(x).map(value -> value * value).sum()));
    }

    static double[] softmax(double[] logits) {
        double[] powers = Arrays.stream(logits).map(Math::exp).toArray();
        return scaled(powers, 1 / Arrays.stream(powers).sum());
    }

    static void add(List<Double> all, double[] values) {
        Arrays.stream(values).forEach(all::add);
    }
}
