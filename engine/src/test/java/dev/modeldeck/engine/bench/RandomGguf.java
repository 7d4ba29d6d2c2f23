package dev.modeldeck.engine.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same random model as llama.cpp reads it: a GGUF file in bfloat16, written as it comes. */
final class RandomGguf {

    private static final int ALIGNMENT = 32;
    private static final int U32 = 4;
    private static final int I32 = 5;
    private static final int F32 = 6;
    private static final int TEXT = 8;
    private static final int LIST = 9;
    private static final int TYPE_F32 = 0;
    private static final int TYPE_BF16 = 30;

    private final RandomModel model;
    private final ByteBuffer head = ByteBuffer.allocate(16 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private int pairs;

    private RandomGguf(RandomModel model) {
        this.model = model;
    }

    static Path write(RandomModel model, Path file) throws IOException {
        new RandomGguf(model).write(file);
        return file;
    }

    private void write(Path file) throws IOException {
        head.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3);
        head.putLong(model.tensors().size());
        int countAt = head.position();
        head.putLong(0);
        sizes();
        tokens();
        head.putLong(countAt, pairs);
        tensors();
        pad(head);
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            out.write(head.flip());
            for (int[] shape : model.tensors().values()) {
                RandomModel.fill(
                        out,
                        shape,
                        RandomModel.matrix(shape) ? RandomModel::bfloat16 : ByteBuffer::putFloat);
                ByteBuffer rest = ByteBuffer.allocate(ALIGNMENT);
                out.write(rest.limit((int) (aligned(out.position()) - out.position())));
            }
        }
    }

    private void sizes() {
        String type = model.type();
        text("general.architecture", type);
        text("general.name", model.name());
        whole(type + ".block_count", model.size("num_hidden_layers"));
        whole(type + ".embedding_length", model.size("hidden_size"));
        whole(type + ".feed_forward_length", model.size("intermediate_size"));
        whole(type + ".attention.head_count", model.size("num_attention_heads"));
        whole(type + ".attention.head_count_kv", model.size("num_key_value_heads"));
        whole(type + ".context_length", model.size("max_position_embeddings"));
        decimal(type + ".rope.freq_base", model.number("rope_theta"));
        decimal(type + ".attention.layer_norm_rms_epsilon", model.number("rms_norm_eps"));
    }

    private void tokens() {
        text("tokenizer.ggml.model", "gpt2");
        text("tokenizer.ggml.pre", model.type().equals("qwen2") ? "qwen2" : "smollm");
        pair("tokenizer.ggml.tokens", LIST).putInt(TEXT).putLong(model.vocabulary());
        for (int id = 0; id < model.vocabulary(); id++) {
            string(RandomTokenizer.token(id));
        }
        pair("tokenizer.ggml.token_type", LIST).putInt(I32).putLong(model.vocabulary());
        for (int id = 0; id < model.vocabulary(); id++) {
            head.putInt(1);
        }
        pair("tokenizer.ggml.merges", LIST).putInt(TEXT).putLong(1);
        string("w 1");
        whole("tokenizer.ggml.bos_token_id", 0);
        whole("tokenizer.ggml.eos_token_id", 0);
    }

    private void tensors() {
        long offset = 0;
        for (Map.Entry<String, int[]> tensor : model.tensors().entrySet()) {
            int[] shape = tensor.getValue();
            string(name(tensor.getKey()));
            head.putInt(shape.length);
            for (int i = shape.length - 1; i >= 0; i--) {
                head.putLong(shape[i]);
            }
            boolean matrix = RandomModel.matrix(shape);
            head.putInt(matrix ? TYPE_BF16 : TYPE_F32).putLong(offset);
            offset = aligned(offset + (matrix ? 2 : 4) * RandomModel.count(shape));
        }
    }

    /** In llama.cpp's words. */
    private static String name(String name) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("model.layers.", "blk.");
        words.put("self_attn.o_proj", "attn_output");
        words.put("self_attn.", "attn_");
        words.put("mlp.", "ffn_");
        words.put("_proj", "");
        words.put("input_layernorm", "attn_norm");
        words.put("post_attention_layernorm", "ffn_norm");
        words.put("model.embed_tokens", "token_embd");
        words.put("model.norm", "output_norm");
        String result = name;
        for (Map.Entry<String, String> word : words.entrySet()) {
            result = result.replace(word.getKey(), word.getValue());
        }
        return result;
    }

    private void text(String key, String value) {
        pair(key, TEXT);
        string(value);
    }

    private void whole(String key, int value) {
        pair(key, U32).putInt(value);
    }

    private void decimal(String key, double value) {
        pair(key, F32).putFloat((float) value);
    }

    private ByteBuffer pair(String key, int type) {
        pairs++;
        string(key);
        return head.putInt(type);
    }

    private void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        head.putLong(bytes.length).put(bytes);
    }

    private static void pad(ByteBuffer to) {
        to.position((int) aligned(to.position()));
    }

    private static long aligned(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
