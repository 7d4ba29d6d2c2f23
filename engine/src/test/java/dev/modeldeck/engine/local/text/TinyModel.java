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
    private final Random random;

    TinyModel(Map<String, Object> config, long seed) {
        this.config = Map.copyOf(config);
        this.random = new Random(seed);
        int hidden = size("hidden_size");
        int wide = size("intermediate_size");
        int queries = size("num_attention_heads") * size("head_dim");
        int keys = size("num_key_value_heads") * size("head_dim");
        matrix("model.embed_tokens.weight", size("vocab_size"), hidden);
        for (int i = 0; i < size("num_hidden_layers"); i++) {
            String layer = "model.layers." + i + ".";
            linear(layer + "self_attn.q_proj", queries, hidden, flag("attention_bias"));
            linear(layer + "self_attn.k_proj", keys, hidden, flag("attention_bias"));
            linear(layer + "self_attn.v_proj", keys, hidden, flag("attention_bias"));
            linear(
                    layer + "self_attn.o_proj",
                    hidden,
                    queries,
                    flag("attention_bias") && config.get("model_type").equals("llama"));
            if (config.get("model_type").equals("qwen3")) {
                vector(layer + "self_attn.q_norm.weight", size("head_dim"), 1, 0.3);
                vector(layer + "self_attn.k_norm.weight", size("head_dim"), 1, 0.3);
            }
            linear(layer + "mlp.gate_proj", wide, hidden, flag("mlp_bias"));
            linear(layer + "mlp.up_proj", wide, hidden, flag("mlp_bias"));
            linear(layer + "mlp.down_proj", hidden, wide, flag("mlp_bias"));
            vector(layer + "input_layernorm.weight", hidden, 1, 0.1);
            vector(layer + "post_attention_layernorm.weight", hidden, 1, 0.1);
        }
        vector("model.norm.weight", hidden, 1, 0.1);
        if (!flag("tie_word_embeddings")) {
            matrix("lm_head.weight", size("vocab_size"), hidden);
        }
    }

    int size(String key) {
        return (Integer) config.getOrDefault(key, 0);
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
