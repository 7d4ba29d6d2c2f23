package dev.modeldeck.engine.local.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The decoder once more, as plain loops over float arrays, written from the papers and Hugging
 * Face's modelling code. Slow, simple and independent: what the fast one is measured against.
 */
final class ReferenceDecoder {

    private final TinyModel model;
    private final IntToDoubleFunction frequency;
    private final double magnitude;
    private final int heads;
    private final int kvHeads;
    private final int size;

    /**
     * @param frequency radians per position of the i-th pair of a head
     */
    ReferenceDecoder(TinyModel model, IntToDoubleFunction frequency, double magnitude) {
        this.model = model;
        this.frequency = frequency;
        this.magnitude = magnitude;
        this.heads = model.size("num_attention_heads");
        this.kvHeads = model.size("num_key_value_heads");
        this.size = model.size("head_dim");
    }

    ReferenceDecoder(TinyModel model) {
        this(
                model,
                i ->
                        Math.pow(
                                (Double) model.config.get("rope_theta"),
                                -2.0 * i / model.size("head_dim")),
                1);
    }

    /** Logits of every position. */
    List<float[]> logits(int[] ids) {
        List<float[]> x = new ArrayList<>();
        for (int id : ids) {
            x.add(row("model.embed_tokens.weight", id));
        }
        for (int layer = 0; layer < model.size("num_hidden_layers"); layer++) {
            x = layer(x, "model.layers." + layer + ".");
        }
        String head = model.flag("tie_word_embeddings") ? "model.embed_tokens" : "lm_head";
        return x.stream().map(v -> linear(norm(v, "model.norm.weight"), head)).toList();
    }

    private List<float[]> layer(List<float[]> x, String prefix) {
        List<float[]> q = new ArrayList<>();
        List<float[]> k = new ArrayList<>();
        List<float[]> v = new ArrayList<>();
        for (int t = 0; t < x.size(); t++) {
            float[] h = norm(x.get(t), prefix + "input_layernorm.weight");
            q.add(turned(head(h, prefix + "self_attn.q_"), t));
            k.add(turned(head(h, prefix + "self_attn.k_"), t));
            v.add(linear(h, prefix + "self_attn.v_proj"));
        }
        List<float[]> result = new ArrayList<>();
        for (int t = 0; t < x.size(); t++) {
            float[] attended = attend(q.get(t), k, v, t);
            float[] y = sum(x.get(t), linear(attended, prefix + "self_attn.o_proj"));
            float[] h = norm(y, prefix + "post_attention_layernorm.weight");
            float[] gate = linear(h, prefix + "mlp.gate_proj");
            float[] up = linear(h, prefix + "mlp.up_proj");
            for (int i = 0; i < up.length; i++) {
                up[i] *= (float) (gate[i] / (1 + Math.exp(-gate[i])));
            }
            result.add(sum(y, linear(up, prefix + "mlp.down_proj")));
        }
        return result;
    }

    /** Queries or keys, each head normalised where the model has a norm for it. */
    private float[] head(float[] h, String prefix) {
        float[] x = linear(h, prefix + "proj");
        if (!model.weights.containsKey(prefix + "norm.weight")) {
            return x;
        }
        for (int at = 0; at < x.length; at += size) {
            float[] one = java.util.Arrays.copyOfRange(x, at, at + size);
            System.arraycopy(norm(one, prefix + "norm.weight"), 0, x, at, size);
        }
        return x;
    }

    private float[] attend(float[] q, List<float[]> k, List<float[]> v, int t) {
        int window = model.size("sliding_window");
        int first = window > 0 ? Math.max(0, t - window + 1) : 0;
        float[] result = new float[heads * size];
        for (int head = 0; head < heads; head++) {
            int shared = head / (heads / kvHeads) * size;
            double[] weight = new double[t + 1];
            double total = 0;
            for (int s = first; s <= t; s++) {
                double score = 0;
                for (int i = 0; i < size; i++) {
                    score += (double) q[head * size + i] * k.get(s)[shared + i];
                }
                weight[s] = Math.exp(score / Math.sqrt(size));
                total += weight[s];
            }
            for (int i = 0; i < size; i++) {
                double value = 0;
                for (int s = first; s <= t; s++) {
                    value += weight[s] / total * v.get(s)[shared + i];
                }
                result[head * size + i] = (float) value;
            }
        }
        return result;
    }

    private float[] turned(float[] x, int position) {
        float[] result = new float[x.length];
        int half = size / 2;
        for (int at = 0; at < x.length; at += size) {
            for (int i = 0; i < half; i++) {
                double cos = magnitude * Math.cos(position * frequency.applyAsDouble(i));
                double sin = magnitude * Math.sin(position * frequency.applyAsDouble(i));
                float a = x[at + i];
                float b = x[at + half + i];
                result[at + i] = (float) (a * cos - b * sin);
                result[at + half + i] = (float) (b * cos + a * sin);
            }
        }
        return result;
    }

    private float[] norm(float[] x, String name) {
        double squares = 0;
        for (float value : x) {
            squares += (double) value * value;
        }
        double scale =
                1 / Math.sqrt(squares / x.length + (Double) model.config.get("rms_norm_eps"));
        float[] weight = model.weights.get(name).values();
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) (x[i] * scale) * weight[i];
        }
        return result;
    }

    private float[] linear(float[] x, String name) {
        TinyModel.Weight weight = model.weights.get(name + ".weight");
        TinyModel.Weight bias = model.weights.get(name + ".bias");
        float[] result = new float[weight.shape()[0]];
        for (int row = 0; row < result.length; row++) {
            double sum = bias == null ? 0 : bias.values()[row];
            for (int i = 0; i < x.length; i++) {
                sum += (double) weight.values()[row * x.length + i] * x[i];
            }
            result[row] = (float) sum;
        }
        return result;
    }

    private float[] row(String name, int row) {
        TinyModel.Weight weight = model.weights.get(name);
        int width = weight.shape()[1];
        return java.util.Arrays.copyOfRange(weight.values(), row * width, (row + 1) * width);
    }

    private static float[] sum(float[] a, float[] b) {
        float[] result = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] + b[i];
        }
        return result;
    }

    /** Relative L2 distance: how far apart, measured by the length of the second. */
    static double distance(float[] found, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(found[i] - (double) expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
