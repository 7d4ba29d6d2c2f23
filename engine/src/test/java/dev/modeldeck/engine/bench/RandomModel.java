package dev.modeldeck.engine.bench;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A decoder's folder in the shape of a published model, with random weights in bfloat16: the speed
 * of the real one, and nothing to say.
 */
enum RandomModel {
    SMOLLM2_135M("llama", 576, 1536, 30, 9, 3, 49_152, 100_000),
    QWEN2_5_0_5B("qwen2", 896, 4864, 24, 14, 2, 151_936, 1_000_000);

    private static final int CHUNK = 1 << 16;
    private static final int HEAD_SIZE = 64;

    /** Answers end when they are long enough, and never before. */
    private static final int NO_TOKEN = 1 << 30;

    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, int[]> tensors = new LinkedHashMap<>();

    RandomModel(
            String type,
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int kvHeads,
            int vocabulary,
            int ropeBase) {
        config.put("model_type", type);
        config.put(
                "architectures",
                List.of(type.equals("llama") ? "LlamaForCausalLM" : "Qwen2ForCausalLM"));
        config.put("hidden_size", hidden);
        config.put("intermediate_size", intermediate);
        config.put("num_hidden_layers", layers);
        config.put("num_attention_heads", heads);
        config.put("num_key_value_heads", kvHeads);
        config.put("vocab_size", vocabulary);
        config.put("rope_theta", (double) ropeBase);
        config.put("max_position_embeddings", 8192);
        config.put("rms_norm_eps", 1e-5);
        config.put("tie_word_embeddings", true);
        config.put("hidden_act", "silu");
        config.put("torch_dtype", "bfloat16");
        config.put("bos_token_id", 0);
        config.put("eos_token_id", NO_TOKEN);
        tensors.put("model.embed_tokens.weight", new int[] {vocabulary, hidden});
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            attention(layer + "self_attn.", type.equals("qwen2"), heads, kvHeads, hidden);
            tensors.put(layer + "mlp.gate_proj.weight", new int[] {intermediate, hidden});
            tensors.put(layer + "mlp.up_proj.weight", new int[] {intermediate, hidden});
            tensors.put(layer + "mlp.down_proj.weight", new int[] {hidden, intermediate});
            tensors.put(layer + "input_layernorm.weight", new int[] {hidden});
            tensors.put(layer + "post_attention_layernorm.weight", new int[] {hidden});
        }
        tensors.put("model.norm.weight", new int[] {hidden});
    }

    private void attention(String prefix, boolean biased, int heads, int kvHeads, int hidden) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        rows.put("q_proj", heads * HEAD_SIZE);
        rows.put("k_proj", kvHeads * HEAD_SIZE);
        rows.put("v_proj", kvHeads * HEAD_SIZE);
        rows.forEach((name, count) -> {
            tensors.put(prefix + name + ".weight", new int[] {count, hidden});
            if (biased) {
                tensors.put(prefix + name + ".bias", new int[] {count});
            }
        });
        tensors.put(prefix + "o_proj.weight", new int[] {hidden, heads * HEAD_SIZE});
    }

    int vocabulary() {
        return (Integer) config.get("vocab_size");
    }

    /** A size by its name in config.json. */
    int size(String key) {
        return (Integer) config.get(key);
    }

    double number(String key) {
        return ((Number) config.get(key)).doubleValue();
    }

    String type() {
        return (String) config.get("model_type");
    }

    /** Shapes by name, in the order in which they are written; outermost first. */
    Map<String, int[]> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Whether a tensor is a matrix of a linear map. */
    static boolean matrix(int[] shape) {
        return shape.length == 2;
    }

    /** Writes a whole folder: configuration, tokenizer and weights. */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonMapper json = JsonMapper.shared();
        json.writeValue(folder.resolve("config.json").toFile(), config);
        json.writeValue(
                folder.resolve("tokenizer.json").toFile(), RandomTokenizer.json(vocabulary()));
        json.writeValue(folder.resolve("tokenizer_config.json").toFile(), Map.of());
        Files.writeString(folder.resolve("README.md"), "Random weights, for measuring speed.\n");
        Map<String, Object> header = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
            long end = offset + 2 * count(tensor.getValue());
            header.put(
                    tensor.getKey(),
                    Map.of(
                            "dtype",
                            "BF16",
                            "shape",
                            tensor.getValue(),
                            "data_offsets",
                            new long[] {offset, end}));
            offset = end;
        }
        byte[] head = json.writeValueAsBytes(header);
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve("model.safetensors"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            file.write(length.putLong(head.length).flip());
            file.write(ByteBuffer.wrap(head));
            for (int[] shape : tensors.values()) {
                fill(file, shape, RandomModel::bfloat16);
            }
        }
        return folder;
    }

    /** How a number is written. */
    interface Form {
        void put(ByteBuffer to, float value);
    }

    static void bfloat16(ByteBuffer to, float value) {
        to.putShort((short) (Float.floatToIntBits(value) >>> 16));
    }

    /** Writes a tensor: some random numbers again and again, for they all take their time. */
    static void fill(FileChannel file, int[] shape, Form form) throws IOException {
        long count = count(shape);
        Random random = new Random(count);
        double mean = matrix(shape) ? 0 : 1;
        double deviation = matrix(shape) ? 1 / Math.sqrt(shape[1]) : 0.1;
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < CHUNK; i++) {
            form.put(chunk, (float) (mean + deviation * random.nextGaussian()));
        }
        int width = chunk.position() / CHUNK;
        for (long left = count; left > 0; left -= CHUNK) {
            chunk.position(0).limit((int) (width * Math.min(left, CHUNK)));
            while (chunk.hasRemaining()) {
                file.write(chunk);
            }
        }
    }

    static long count(int[] shape) {
        long count = 1;
        for (int size : shape) {
            count *= size;
        }
        return count;
    }
}
