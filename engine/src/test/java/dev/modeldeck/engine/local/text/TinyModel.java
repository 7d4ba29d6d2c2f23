package dev.modeldeck.engine.local.text;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model with random weights, to be written as a Hugging Face folder. Every value is one of
 * bfloat16, so the folder holds the same model in whatever type it is written.
 */
public final class TinyModel {

    /** Weights of one tensor, outermost dimension first. */
    record Weight(int[] shape, float[] values) {}

    final Map<String, Object> config;
    final Map<String, Weight> weights = new LinkedHashMap<>();

    /** The type of its numbers in the folder that was written last. */
    String written = "F32";

    private final Random random;

    TinyModel(Map<String, Object> config, long seed) {
        this.config = Map.copyOf(config);
        this.random = new Random(seed);
        if (type().equals("gpt2")) {
            gpt2();
        } else {
            matrix("model.embed_tokens.weight", size("vocab_size"), size("hidden_size"));
            for (int i = 0; i < size("num_hidden_layers"); i++) {
                attention("model.layers." + i + ".self_attn.");
                mlp("model.layers." + i + ".mlp.");
                norms("model.layers." + i + ".");
            }
            norm("model.norm", 0.1);
            if (!flag("tie_word_embeddings")) {
                matrix("lm_head.weight", size("vocab_size"), size("hidden_size"));
            }
        }
    }

    /** A model of weights that are there. */
    TinyModel(Map<String, Object> config, Map<String, Weight> weights) {
        this.config = Map.copyOf(config);
        this.random = new Random(0);
        this.weights.putAll(weights);
    }

    private void attention(String prefix) {
        int hidden = size("hidden_size");
        int queries = size("num_attention_heads") * size("head_dim");
        int keys = size("num_key_value_heads") * size("head_dim");
        boolean biased = flag("attention_bias");
        if (type().equals("phi3")) {
            linear(prefix + "qkv_proj", queries + 2 * keys, hidden, false);
        } else {
            linear(prefix + "q_proj", queries, hidden, biased);
            linear(prefix + "k_proj", keys, hidden, biased);
            linear(prefix + "v_proj", keys, hidden, biased);
        }
        linear(prefix + "o_proj", hidden, queries, biased && !type().equals("qwen2"));
        if (type().equals("qwen3") || type().equals("gemma3_text")) {
            vector(prefix + "q_norm.weight", size("head_dim"), aroundOne(), 0.3);
            vector(prefix + "k_norm.weight", size("head_dim"), aroundOne(), 0.3);
        }
    }

    private void mlp(String prefix) {
        int hidden = size("hidden_size");
        int wide = size("intermediate_size");
        if (type().equals("phi3")) {
            linear(prefix + "gate_up_proj", 2 * wide, hidden, false);
        } else {
            linear(prefix + "gate_proj", wide, hidden, flag("mlp_bias"));
            linear(prefix + "up_proj", wide, hidden, flag("mlp_bias"));
        }
        linear(prefix + "down_proj", hidden, wide, flag("mlp_bias"));
    }

    private void norms(String layer) {
        norm(layer + "input_layernorm", 0.1);
        norm(layer + "post_attention_layernorm", 0.1);
        if (type().startsWith("gemma")) {
            norm(layer + "pre_feedforward_layernorm", 0.1);
            norm(layer + "post_feedforward_layernorm", 0.1);
        }
    }

    private void norm(String name, double deviation) {
        vector(name + ".weight", size("hidden_size"), aroundOne(), deviation);
    }

    /** Around what the weights of norms lie: Gemma stores how far they are from one. */
    private double aroundOne() {
        return type().startsWith("gemma") ? 0 : 1;
    }

    private void gpt2() {
        int hidden = size("hidden_size");
        int wide = size("intermediate_size");
        matrix("transformer.wte.weight", size("vocab_size"), hidden);
        matrix("transformer.wpe.weight", size("max_position_embeddings"), hidden);
        for (int i = 0; i < size("num_hidden_layers"); i++) {
            String layer = "transformer.h." + i + ".";
            layerNorm(layer + "ln_1");
            transposed(layer + "attn.c_attn", hidden, 3 * hidden);
            transposed(layer + "attn.c_proj", hidden, hidden);
            layerNorm(layer + "ln_2");
            transposed(layer + "mlp.c_fc", hidden, wide);
            transposed(layer + "mlp.c_proj", wide, hidden);
        }
        layerNorm("transformer.ln_f");
    }

    private void layerNorm(String name) {
        vector(name + ".weight", size("hidden_size"), 1, 0.1);
        vector(name + ".bias", size("hidden_size"), 0, 0.1);
    }

    /** A linear map that is stored inputs first. */
    private void transposed(String name, int inputs, int outputs) {
        matrix(name + ".weight", inputs, outputs);
        vector(name + ".bias", outputs, 0, 0.3);
    }

    String type() {
        return (String) config.get("model_type");
    }

    /** A size by Llama's word for it. */
    int size(String key) {
        if (type().equals("gpt2") && key.equals("head_dim")) {
            return size("hidden_size") / size("num_attention_heads");
        }
        return (Integer) config.getOrDefault(TinyModels.word(type(), key), 0);
    }

    double number(String key, double otherwise) {
        return config.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }

    /** A number as the folder that was written last can hold it. */
    float asWritten(float value) {
        return switch (written) {
            case "BF16" -> RoundedWeights.bfloat16(value);
            case "F16" -> Float.float16ToFloat(Float.floatToFloat16(value));
            default -> value;
        };
    }

    boolean flag(String key) {
        return (Boolean) config.getOrDefault(key, false);
    }

    private void linear(String name, int rows, int columns, boolean biased) {
        matrix(name + ".weight", rows, columns);
        if (biased) {
            vector(name + ".bias", rows, 0, 0.3);
        }
    }

    private void matrix(String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = rounded(random.nextGaussian() / Math.sqrt(columns));
        }
        weights.put(name, new Weight(new int[] {rows, columns}, values));
    }

    private void vector(String name, int length, double mean, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = rounded(mean + deviation * random.nextGaussian());
        }
        weights.put(name, new Weight(new int[] {length}, values));
    }

    private static float rounded(double value) {
        return Float.intBitsToFloat(Float.floatToIntBits((float) value) & 0xFFFF0000);
    }

    /** Writes {@code config.json} and the weights, in one file or spread over several. */
    public void write(Path folder, String dtype, int files) throws IOException {
        written = dtype;
        Files.createDirectories(folder);
        JsonMapper.shared().writeValue(folder.resolve("config.json").toFile(), config);
        List<String> names = List.copyOf(weights.keySet());
        Map<String, String> index = new LinkedHashMap<>();
        for (int i = 0; i < files; i++) {
            String file =
                    files == 1
                            ? "model.safetensors"
                            : "model-%05d-of-%05d.safetensors".formatted(i + 1, files);
            List<String> part =
                    names.subList(names.size() * i / files, names.size() * (i + 1) / files);
            part.forEach(name -> index.put(name, file));
            Files.write(folder.resolve(file), safetensors(part, dtype));
        }
        if (files > 1) {
            JsonMapper.shared()
                    .writeValue(
                            folder.resolve("model.safetensors.index.json").toFile(),
                            Map.of("weight_map", index));
        }
    }

    private byte[] safetensors(List<String> names, String dtype) {
        int bytes = dtype.equals("F32") ? 4 : 2;
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        int offset = 0;
        for (String name : names) {
            Weight weight = weights.get(name);
            int end = offset + weight.values.length * bytes;
            header.put(
                    name,
                    Map.of(
                            "dtype",
                            dtype,
                            "shape",
                            weight.shape,
                            "data_offsets",
                            new int[] {offset, end}));
            offset = end;
        }
        byte[] json = JsonMapper.shared().writeValueAsBytes(header);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        names.forEach(name -> append(file, weights.get(name).values, dtype));
        return file.array();
    }

    private static void append(ByteBuffer file, float[] values, String dtype) {
        for (float value : values) {
            switch (dtype) {
                case "F32" -> file.putFloat(value);
                case "F16" -> file.putShort(Float.floatToFloat16(value));
                case "BF16" -> file.putShort((short) (Float.floatToIntBits(value) >>> 16));
                default -> throw new IllegalArgumentException(dtype);
            }
        }
    }
}
