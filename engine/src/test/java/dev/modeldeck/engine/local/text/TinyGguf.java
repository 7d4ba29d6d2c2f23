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
                    Map.entry("self_attn.qkv_proj", "attn_qkv"),
                    Map.entry("self_attn.q_proj", "attn_q"),
                    Map.entry("self_attn.k_proj", "attn_k"),
                    Map.entry("self_attn.v_proj", "attn_v"),
                    Map.entry("self_attn.o_proj", "attn_output"),
                    Map.entry("self_attn.q_norm", "attn_q_norm"),
                    Map.entry("self_attn.k_norm", "attn_k_norm"),
                    Map.entry("mlp.gate_up_proj", "ffn_up"),
                    Map.entry("mlp.gate_proj", "ffn_gate"),
                    Map.entry("mlp.up_proj", "ffn_up"),
                    Map.entry("mlp.down_proj", "ffn_down"),
                    Map.entry("input_layernorm", "attn_norm"),
                    Map.entry("pre_feedforward_layernorm", "ffn_norm"),
                    Map.entry("post_feedforward_layernorm", "post_ffw_norm"),
                    Map.entry("transformer.wte", "token_embd"),
                    Map.entry("transformer.wpe", "position_embd"),
                    Map.entry("transformer.ln_f", "output_norm"),
                    Map.entry(".ln_1", ".attn_norm"),
                    Map.entry(".ln_2", ".ffn_norm"),
                    Map.entry("attn.c_attn", "attn_qkv"),
                    Map.entry("attn.c_proj", "attn_output"),
                    Map.entry("mlp.c_fc", "ffn_up"),
                    Map.entry("mlp.c_proj", "ffn_down"));

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
        String architecture =
                switch (model.type()) {
                    case "mistral" -> "llama";
                    case "gemma3_text" -> "gemma3";
                    default -> model.type();
                };
        String prefix = architecture + ".";
        double epsilon = model.number(TinyModels.word(model.type(), "rms_norm_eps"), 0);
        out.text("general.architecture", architecture)
                .text("general.name", "Tiny")
                .text("general.license", "apache-2.0")
                .whole(prefix + "block_count", model.size("num_hidden_layers"))
                .whole(prefix + "embedding_length", model.size("hidden_size"))
                .whole(prefix + "feed_forward_length", model.size("intermediate_size"))
                .whole(prefix + "attention.head_count", model.size("num_attention_heads"))
                .whole(prefix + "context_length", model.size("max_position_embeddings"))
                .decimal(
                        prefix
                                + (model.type().equals("gpt2")
                                        ? "attention.layer_norm_epsilon"
                                        : "attention.layer_norm_rms_epsilon"),
                        epsilon);
        if (!model.type().equals("gpt2")) {
            heads(prefix);
        }
    }

    private void heads(String prefix) {
        out.whole(prefix + "attention.head_count_kv", model.size("num_key_value_heads"))
                .whole(prefix + "attention.key_length", model.size("head_dim"))
                .whole(prefix + "attention.value_length", model.size("head_dim"))
                .whole(
                        prefix + "rope.dimension_count",
                        (int) (model.size("head_dim") * model.number("partial_rotary_factor", 1)))
                .decimal(prefix + "rope.freq_base", model.number("rope_theta", 0));
        if (model.size("sliding_window") > 0) {
            out.whole(prefix + "attention.sliding_window", model.size("sliding_window"));
        }
        for (String cap : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
            if (model.config.containsKey(cap)) {
                out.decimal(prefix + cap, model.number(cap, 0));
            }
        }
    }

    private void tensor(String name, TinyModel.Weight weight) {
        boolean matrix = weight.shape().length == 2;
        boolean over = model.type().equals("gpt2") && matrix && name.contains(".c_");
        int[] shape = over ? new int[] {weight.shape()[1], weight.shape()[0]} : weight.shape();
        String stored = matrix ? type : "F32";
        float[] values = over ? turned(weight.values(), shape[1]) : weight.values();
        float[] added = model.type().startsWith("gemma") && !matrix ? plusOne(values) : values;
        byte[] content = bytes(added, stored);
        if (matrix) {
            float[] held = widened(content, stored);
            float[] back = over ? turned(held, shape[0]) : held;
            System.arraycopy(back, 0, weight.values(), 0, back.length);
        }
        out.tensor(inFile(name), shape, code(stored), ordered(name, shape[0], content));
    }

    /** A matrix the other way round. */
    private static float[] turned(float[] values, int rows) {
        int columns = values.length / rows;
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % columns * rows + i / columns] = values[i];
        }
        return turned;
    }

    private static float[] plusOne(float[] values) {
        float[] more = new float[values.length];
        for (int i = 0; i < more.length; i++) {
            more[i] = values[i] + 1;
        }
        return more;
    }

    private String inFile(String name) {
        String result = name.replaceFirst("^(model\\.layers|transformer\\.h)\\.", "blk.");
        result =
                result.replace(
                        "post_attention_layernorm",
                        model.type().startsWith("gemma") ? "post_attention_norm" : "ffn_norm");
        for (Map.Entry<String, String> each : NAMES.entrySet()) {
            result = result.replace(each.getKey() + ".", each.getValue() + ".");
        }
        return result;
    }

    /** Rows of Llama's queries and keys as the converter permutes them. */
    private byte[] ordered(String name, int rows, byte[] content) {
        boolean query = name.contains("q_proj");
        boolean llama = List.of("llama", "mistral", "smollm3").contains(model.type());
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
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
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
        json.path("model")
                .path("vocab")
                .propertyStream()
                .forEach(entry -> {
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
