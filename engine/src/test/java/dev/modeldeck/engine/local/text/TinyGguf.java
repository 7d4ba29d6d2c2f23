package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.gguf.ReferenceBlocks;
import dev.modeldeck.engine.registry.format.gguf.GgufWriter;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a model as llama.cpp's converter would: names, sizes and tokenizer in its words, rows of
 * queries and keys interleaved for Llama, and matrices in the type that is asked for.
 */
public final class TinyGguf {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("model.embed_tokens", "token_embd"),
                    Map.entry("model.norm", "output_norm"),
                    Map.entry("lm_head", "output"),
                    Map.entry("self_attn.q_proj", "attn_q"),
                    Map.entry("self_attn.k_proj", "attn_k"),
                    Map.entry("self_attn.v_proj", "attn_v"),
                    Map.entry("self_attn.o_proj", "attn_output"),
                    Map.entry("self_attn.q_norm", "attn_q_norm"),
                    Map.entry("self_attn.k_norm", "attn_k_norm"),
                    Map.entry("mlp.gate_proj", "ffn_gate"),
                    Map.entry("mlp.up_proj", "ffn_up"),
                    Map.entry("mlp.down_proj", "ffn_down"),
                    Map.entry("input_layernorm", "attn_norm"),
                    Map.entry("post_attention_layernorm", "ffn_norm"));

    private final TinyModel model;
    private final String type;
    private final GgufWriter out = new GgufWriter();

    private TinyGguf(TinyModel model, String type) {
        this.model = model;
        this.type = type;
    }

    /**
     * The model's own weights become what the file holds.
     *
     * @param type {@code F32}, {@code F16}, {@code BF16}, or a quantised one
     */
    static TinyGguf of(TinyModel model, String type) {
        TinyGguf gguf = new TinyGguf(model, type);
        gguf.sizes();
        model.weights.forEach(gguf::tensor);
        return gguf;
    }

    GgufWriter writer() {
        return out;
    }

    private void sizes() {
        String name = (String) model.config.get("model_type");
        String architecture = name.equals("mistral") ? "llama" : name;
        String prefix = architecture + ".";
        out.text("general.architecture", architecture)
                .text("general.name", "Tiny")
                .text("general.license", "apache-2.0")
                .whole(prefix + "block_count", model.size("num_hidden_layers"))
                .whole(prefix + "embedding_length", model.size("hidden_size"))
                .whole(prefix + "feed_forward_length", model.size("intermediate_size"))
                .whole(prefix + "attention.head_count", model.size("num_attention_heads"))
                .whole(prefix + "attention.head_count_kv", model.size("num_key_value_heads"))
                .whole(prefix + "attention.key_length", model.size("head_dim"))
                .whole(prefix + "context_length", model.size("max_position_embeddings"))
                .decimal(
                        prefix + "attention.layer_norm_rms_epsilon",
                        (Double) model.config.get("rms_norm_eps"))
                .decimal(prefix + "rope.freq_base", (Double) model.config.get("rope_theta"));
        if (model.size("sliding_window") > 0) {
            out.whole(prefix + "attention.sliding_window", model.size("sliding_window"));
        }
    }

    private void tensor(String name, TinyModel.Weight weight) {
        boolean matrix = weight.shape().length == 2;
        String stored = matrix ? type : "F32";
        byte[] content = bytes(weight.values(), stored);
        System.arraycopy(widened(content, stored), 0, weight.values(), 0, weight.values().length);
        out.tensor(
                inFile(name), weight.shape(), code(stored), ordered(name, weight.shape()[0], content));
    }

    private static String inFile(String name) {
        String result = name.replaceFirst("^model\\.layers\\.", "blk.");
        for (Map.Entry<String, String> each : NAMES.entrySet()) {
            result = result.replace(each.getKey(), each.getValue());
        }
        return result;
    }

    /** Rows of Llama's queries and keys as the converter permutes them. */
    private byte[] ordered(String name, int rows, byte[] content) {
        boolean query = name.contains("q_proj");
        boolean llama = List.of("llama", "mistral").contains(model.config.get("model_type"));
        if (!llama || !(query || name.contains("k_proj"))) {
            return content;
        }
        int heads = model.size(query ? "num_attention_heads" : "num_key_value_heads");
        int width = content.length / rows;
        int half = rows / heads / 2;
        byte[] permuted = new byte[content.length];
        int to = 0;
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                for (int side = 0; side < 2; side++) {
                    int row = head * 2 * half + side * half + i;
                    System.arraycopy(content, row * width, permuted, to, width);
                    to += width;
                }
            }
        }
        return permuted;
    }

    private static int code(String type) {
        return switch (type) {
            case "F32" -> 0;
            case "F16" -> 1;
            case "BF16" -> 30;
            default -> ReferenceBlocks.of(type).code();
        };
    }

    private static byte[] bytes(float[] values, String type) {
        ByteBuffer out =
                ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case "F32" -> out.asFloatBuffer().put(values);
            case "F16", "BF16" -> {
                for (float value : values) {
                    out.putShort(
                            type.equals("F16")
                                    ? Float.floatToFloat16(value)
                                    : (short) (Float.floatToIntBits(value) >>> 16));
                }
                return java.util.Arrays.copyOf(out.array(), 2 * values.length);
            }
            default -> {
                return ReferenceBlocks.of(type).narrow(values);
            }
        }
        return out.array();
    }

    private static float[] widened(byte[] bytes, String type) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!List.of("F32", "F16", "BF16").contains(type)) {
            return ReferenceBlocks.of(type).widen(bytes);
        }
        float[] values = new float[bytes.length / (type.equals("F32") ? 4 : 2)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (type) {
                        case "F32" -> in.getFloat();
                        case "F16" -> Float.float16ToFloat(in.getShort());
                        default -> Float.intBitsToFloat(in.getShort() << 16);
                    };
        }
        return values;
    }

    /** Tokenizer, template and ends of a folder with a byte-level tokenizer. */
    TinyGguf tokenizer(Path folder, String rule) throws IOException {
        JsonNode json = read(folder.resolve("tokenizer.json"));
        JsonNode texts = read(folder.resolve("tokenizer_config.json"));
        int count = model.size("vocab_size");
        List<String> tokens = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add("[PAD" + i + "]");
            types.add(5);
        }
        json.path("model").path("vocab").propertyStream().forEach(entry -> {
            tokens.set(entry.getValue().asInt(), entry.getKey());
            types.set(entry.getValue().asInt(), 1);
        });
        for (JsonNode added : json.path("added_tokens")) {
            tokens.set(added.path("id").asInt(), added.path("content").asString());
            types.set(added.path("id").asInt(), added.path("special").asBoolean() ? 3 : 4);
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : json.path("model").path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asString() + " " + merge.path(1).asString()
                            : merge.asString());
        }
        out.text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", rule)
                .texts("tokenizer.ggml.tokens", tokens)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", merges)
                .flag("tokenizer.ggml.add_bos_token", false)
                .whole(
                        "tokenizer.ggml.eos_token_id",
                        tokens.indexOf(texts.path("eos_token").asString()));
        if (texts.has("chat_template")) {
            out.text("tokenizer.chat_template", texts.path("chat_template").asString());
        }
        return this;
    }

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    /** A whole model of a few kilobytes that chats. */
    public static Path chat(Path file, long seed) throws IOException {
        TinyModel model = new TinyModel(TinyModels.config(Map.of("model_type", "llama")), seed);
        Path folder = Files.createTempDirectory("tokenizer");
        try {
            TinyModels.tokenizer(folder);
            return of(model, "F16").tokenizer(folder, "gpt-2").writer().write(file);
        } finally {
            try (var files = Files.list(folder)) {
                files.forEach(each -> each.toFile().delete());
            }
            Files.delete(folder);
        }
    }
}
