package dev.modeldeck.engine.local.text;

import java.util.ArrayList;
import java.util.Arrays;
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
    private final boolean gpt2;
    private final boolean gemma;
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
        this.gpt2 = model.type().equals("gpt2");
        this.gemma = model.type().startsWith("gemma");
        this.heads = model.size("num_attention_heads");
        this.kvHeads = gpt2 ? heads : model.size("num_key_value_heads");
        this.size = model.size("head_dim");
    }

    ReferenceDecoder(TinyModel model) {
        this(model, i -> Math.pow(model.number("rope_theta", 0), -2.0 * i / rotary(model)), 1);
    }

    /** Logits of every position. */
    List<float[]> logits(int[] ids) {
        List<float[]> x = new ArrayList<>();
        for (int t = 0; t < ids.length; t++) {
            x.add(embedded(ids[t], t));
        }
        for (int layer = 0; layer < model.size("num_hidden_layers"); layer++) {
            x = layer(x, layer);
        }
        return x.stream().map(this::head).toList();
    }

    private float[] embedded(int id, int position) {
        if (gpt2) {
            return sum(row("transformer.wte.weight", id), row("transformer.wpe.weight", position));
        }
        float[] x = row("model.embed_tokens.weight", id);
        if (gemma) {
            float scale = model.asWritten((float) Math.sqrt(x.length));
            for (int i = 0; i < x.length; i++) {
                x[i] *= scale;
            }
        }
        return x;
    }

    private float[] head(float[] x) {
        float[] logits;
        if (gpt2) {
            logits = linear(norm(x, "transformer.ln_f"), "transformer.wte");
        } else {
            boolean tied = model.flag("tie_word_embeddings");
            logits = linear(norm(x, "model.norm"), tied ? "model.embed_tokens" : "lm_head");
        }
        double cap = model.number("final_logit_softcapping", 0);
        for (int i = 0; cap > 0 && i < logits.length; i++) {
            logits[i] = (float) (cap * Math.tanh(logits[i] / cap));
        }
        return logits;
    }

    private List<float[]> layer(List<float[]> x, int layer) {
        String prefix = gpt2 ? "transformer.h." + layer + "." : "model.layers." + layer + ".";
        List<float[]> q = new ArrayList<>();
        List<float[]> k = new ArrayList<>();
        List<float[]> v = new ArrayList<>();
        for (int t = 0; t < x.size(); t++) {
            float[] h = norm(x.get(t), prefix + (gpt2 ? "ln_1" : "input_layernorm"));
            float[][] projected = projected(h, prefix);
            q.add(turned(projected[0], t, layer));
            k.add(turned(projected[1], t, layer));
            v.add(projected[2]);
        }
        List<float[]> result = new ArrayList<>();
        for (int t = 0; t < x.size(); t++) {
            result.add(finished(x.get(t), attend(q.get(t), k, v, t, layer), prefix));
        }
        return result;
    }

    /** What follows attention. */
    private float[] finished(float[] x, float[] attended, String prefix) {
        if (gpt2) {
            float[] y = sum(x, conv(attended, prefix + "attn.c_proj"));
            float[] h = conv(norm(y, prefix + "ln_2"), prefix + "mlp.c_fc");
            for (int i = 0; i < h.length; i++) {
                h[i] = (float) gelu(h[i]);
            }
            return sum(y, conv(h, prefix + "mlp.c_proj"));
        }
        float[] part = linear(attended, prefix + "self_attn.o_proj");
        if (gemma) {
            float[] y = sum(x, norm(part, prefix + "post_attention_layernorm"));
            float[] h = mlp(norm(y, prefix + "pre_feedforward_layernorm"), prefix);
            return sum(y, norm(h, prefix + "post_feedforward_layernorm"));
        }
        float[] y = sum(x, part);
        return sum(y, mlp(norm(y, prefix + "post_attention_layernorm"), prefix));
    }

    private float[] mlp(float[] h, String prefix) {
        float[] gate;
        float[] up;
        if (model.type().equals("phi3")) {
            float[] both = linear(h, prefix + "mlp.gate_up_proj");
            gate = Arrays.copyOf(both, both.length / 2);
            up = Arrays.copyOfRange(both, both.length / 2, both.length);
        } else {
            gate = linear(h, prefix + "mlp.gate_proj");
            up = linear(h, prefix + "mlp.up_proj");
        }
        for (int i = 0; i < up.length; i++) {
            up[i] *= (float) (gemma ? gelu(gate[i]) : gate[i] / (1 + Math.exp(-gate[i])));
        }
        return linear(up, prefix + "mlp.down_proj");
    }

    private static double gelu(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** Queries, keys and values. */
    private float[][] projected(float[] h, String prefix) {
        if (gpt2) {
            return split(conv(h, prefix + "attn.c_attn"));
        }
        if (model.type().equals("phi3")) {
            return split(linear(h, prefix + "self_attn.qkv_proj"));
        }
        return new float[][] {
            projectedHeads(h, prefix + "self_attn.q_"),
            projectedHeads(h, prefix + "self_attn.k_"),
            linear(h, prefix + "self_attn.v_proj")
        };
    }

    private float[][] split(float[] all) {
        int keys = heads * size;
        int values = keys + kvHeads * size;
        return new float[][] {
            Arrays.copyOf(all, keys),
            Arrays.copyOfRange(all, keys, values),
            Arrays.copyOfRange(all, values, all.length)
        };
    }

    /** Queries or keys, each head normalised where the model has a norm for it. */
    private float[] projectedHeads(float[] h, String prefix) {
        float[] x = linear(h, prefix + "proj");
        if (!model.weights.containsKey(prefix + "norm.weight")) {
            return x;
        }
        for (int at = 0; at < x.length; at += size) {
            float[] one = Arrays.copyOfRange(x, at, at + size);
            System.arraycopy(norm(one, prefix + "norm"), 0, x, at, size);
        }
        return x;
    }

    private float[] attend(float[] q, List<float[]> k, List<float[]> v, int t, int layer) {
        int window = window(layer);
        int first = window > 0 ? Math.max(0, t - window + 1) : 0;
        double scale = 1 / Math.sqrt(gemma ? model.number("query_pre_attn_scalar", 256) : size);
        double cap = model.number("attn_logit_softcapping", 0);
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
                score *= scale;
                weight[s] = Math.exp(cap > 0 ? cap * Math.tanh(score / cap) : score);
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

    /** How many positions a token of that layer sees; 0 for all. */
    private int window(int layer) {
        int window = model.size("sliding_window");
        return switch (model.type()) {
            case "mistral", "phi3" -> window;
            case "qwen2", "qwen3" ->
                    model.flag("use_sliding_window") && layer >= model.size("max_window_layers")
                            ? window
                            : 0;
            case "smollm3" ->
                    model.flag("use_sliding_window") && !knowsPositions(layer) ? window : 0;
            case "gemma2" -> layer % 2 == 0 ? window : 0;
            case "gemma3_text" -> local(layer) ? window : 0;
            default -> 0;
        };
    }

    /** Gemma 3: all layers but every sixth, or every n-th where the configuration says so. */
    private boolean local(int layer) {
        int pattern = (Integer) model.config.getOrDefault("sliding_window_pattern", 6);
        return model.type().equals("gemma3_text") && (layer + 1) % pattern != 0;
    }

    /** SmolLM3: a list of ones and zeros, or all layers but every fourth. */
    private boolean knowsPositions(int layer) {
        if (!model.type().equals("smollm3")) {
            return !gpt2;
        }
        return model.config.get("no_rope_layers") instanceof List<?> stated
                ? stated.get(layer).equals(1)
                : (layer + 1) % 4 != 0;
    }

    private float[] turned(float[] x, int position, int layer) {
        if (!knowsPositions(layer)) {
            return x;
        }
        float[] result = x.clone();
        int half = rotary(model) / 2;
        for (int at = 0; at < x.length; at += size) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequency(i, layer);
                double cos = magnitude * Math.cos(angle);
                double sin = magnitude * Math.sin(angle);
                float a = x[at + i];
                float b = x[at + half + i];
                result[at + i] = (float) (a * cos - b * sin);
                result[at + half + i] = (float) (b * cos + a * sin);
            }
        }
        return result;
    }

    private double frequency(int pair, int layer) {
        return local(layer)
                ? Math.pow(model.number("rope_local_base_freq", 10_000), -2.0 * pair / size)
                : frequency.applyAsDouble(pair);
    }

    /** Components of a head that turn. */
    private static int rotary(TinyModel model) {
        return (int) (model.size("head_dim") * model.number("partial_rotary_factor", 1));
    }

    private float[] norm(float[] x, String name) {
        float[] weight = model.weights.get(name + ".weight").values();
        double mean = gpt2 ? Arrays.stream(doubles(x)).average().orElseThrow() : 0;
        double squares = 0;
        for (float value : x) {
            squares += (value - mean) * (value - mean);
        }
        double scale =
                1
                        / Math.sqrt(
                                squares / x.length
                                        + model.number(
                                                TinyModels.word(model.type(), "rms_norm_eps"), 0));
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) ((x[i] - mean) * scale) * (gemma ? 1 + weight[i] : weight[i]);
        }
        return gpt2 ? sum(result, model.weights.get(name + ".bias").values()) : result;
    }

    private static double[] doubles(float[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i];
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

    /** A linear map that is stored inputs first. */
    private float[] conv(float[] x, String name) {
        TinyModel.Weight weight = model.weights.get(name + ".weight");
        float[] result = model.weights.get(name + ".bias").values().clone();
        for (int column = 0; column < result.length; column++) {
            double sum = result[column];
            for (int i = 0; i < x.length; i++) {
                sum += (double) weight.values()[i * result.length + column] * x[i];
            }
            result[column] = (float) sum;
        }
        return result;
    }

    private float[] row(String name, int row) {
        TinyModel.Weight weight = model.weights.get(name);
        int width = weight.shape()[1];
        return Arrays.copyOfRange(weight.values(), row * width, (row + 1) * width);
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
