package dev.modeldeck.engine.local.encoder;

import static dev.modeldeck.engine.local.encoder.TinyEncoder.HEADS;
import static dev.modeldeck.engine.local.encoder.TinyEncoder.HIDDEN;
import static dev.modeldeck.engine.local.encoder.TinyEncoder.LAYERS;

/**
 * An encoder in plain Java, written from the papers and from Hugging Face's modelling code,
 * independent of the code that is generated. One text at a time: [tokens][hidden].
 */
final class ReferenceEncoder {

    private final TinyEncoder model;

    ReferenceEncoder(TinyEncoder model) {
        this.model = model;
    }

    /** The vectors of all tokens. */
    double[][] states(int[] ids, int[] types) {
        double[][] x = embedded(ids, types);
        for (int layer = 0; layer < LAYERS; layer++) {
            double[][] attended = attention(x, layer + ".");
            for (int t = 0; t < x.length; t++) {
                double[] middle =
                        norm(sum(x[t], linear(attended[t], layer + ".out")), layer + ".norm1");
                double[] wide = linear(middle, layer + ".up");
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = activation(wide[i]);
                }
                x[t] = norm(sum(middle, linear(wide, layer + ".down")), layer + ".norm2");
            }
        }
        return x;
    }

    /** What the classifier gives, before any softmax. */
    double[] logits(int[] ids, int[] types) {
        double[] first = linear(states(ids, types)[0], "dense");
        for (int i = 0; i < first.length; i++) {
            first[i] =
                    model.type().equals("distilbert") ? Math.max(0, first[i]) : Math.tanh(first[i]);
        }
        return linear(first, "labels");
    }

    private double[][] embedded(int[] ids, int[] types) {
        boolean counted = model.padding() == 1;
        double[][] x = new double[ids.length][];
        int seen = 0;
        for (int t = 0; t < ids.length; t++) {
            int position = t;
            if (counted) {
                position = ids[t] == 1 ? 1 : 1 + ++seen;
            }
            x[t] = sum(row("words", ids[t]), row("positions", position));
            if (model.has("types")) {
                x[t] = sum(x[t], row("types", types[t]));
            }
            x[t] = norm(x[t], "norm");
        }
        return x;
    }

    private double[][] attention(double[][] x, String layer) {
        int size = HIDDEN / HEADS;
        int tokens = x.length;
        double[][] q = new double[tokens][];
        double[][] k = new double[tokens][];
        double[][] v = new double[tokens][];
        for (int t = 0; t < tokens; t++) {
            q[t] = linear(x[t], layer + "query");
            k[t] = linear(x[t], layer + "key");
            v[t] = linear(x[t], layer + "value");
        }
        double[][] result = new double[tokens][HIDDEN];
        for (int head = 0; head < HEADS; head++) {
            int from = head * size;
            for (int t = 0; t < tokens; t++) {
                double[] score = new double[tokens];
                double all = 0;
                for (int other = 0; other < tokens; other++) {
                    double product = 0;
                    for (int i = from; i < from + size; i++) {
                        product += q[t][i] * k[other][i];
                    }
                    product /= Math.sqrt(size);
                    if (model.has("distances")) {
                        product += model.values("distances")[bucket(other - t) * HEADS + head];
                    }
                    score[other] = Math.exp(product);
                    all += score[other];
                }
                for (int other = 0; other < tokens; other++) {
                    for (int i = from; i < from + size; i++) {
                        result[t][i] += score[other] / all * v[other][i];
                    }
                }
            }
        }
        return result;
    }

    /** T5's buckets in both directions: 32 of them, up to a distance of 128. */
    static int bucket(int ahead) {
        int side = ahead > 0 ? 16 : 0;
        int far = Math.abs(ahead);
        if (far < 8) {
            return side + far;
        }
        int wide = 8 + (int) (Math.log(far / 8.0) / Math.log(16) * 8 + 1e-9);
        return side + Math.min(15, wide);
    }

    private double activation(double x) {
        return switch ((String) model.config.getOrDefault("hidden_act", "gelu")) {
            case "relu" -> Math.max(0, x);
            case "gelu_new" ->
                    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            default -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
        };
    }

    /** By its power series, which is exact enough for the small numbers that occur. */
    static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private double[] norm(double[] x, String name) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double epsilon = (Double) model.config.getOrDefault("layer_norm_eps", 1e-12);
        float[] weight = model.values(name + ".weight");
        float[] bias = model.values(name + ".bias");
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * weight[i] + bias[i];
        }
        return result;
    }

    private double[] linear(double[] x, String name) {
        return linear(x, model.values(name + ".weight"), model.values(name + ".bias"));
    }

    static double[] linear(double[] x, float[] weight, float[] bias) {
        double[] result = new double[weight.length / x.length];
        for (int row = 0; row < result.length; row++) {
            double sum = bias.length == 0 ? 0 : bias[row];
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * weight[row * x.length + i];
            }
            result[row] = sum;
        }
        return result;
    }

    private double[] row(String name, int row) {
        float[] values = model.values(name);
        double[] result = new double[HIDDEN];
        for (int i = 0; i < HIDDEN; i++) {
            result[i] = values[row * HIDDEN + i];
        }
        return result;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] + b[i];
        }
        return result;
    }

    /** Relative L2 distance: how far apart, measured by the length of the second. */
    static double distance(float[] found, double[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
