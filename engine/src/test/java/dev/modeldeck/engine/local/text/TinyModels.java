package dev.modeldeck.engine.local.text;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whole Hugging Face folders of a few hundred kilobytes with random weights, for tests that need a
 * model that answers. The vocabulary is the 256 bytes (id = byte) and a few more, see {@link
 * #SPECIAL}.
 */
public final class TinyModels {

    public static final int CONTEXT = 256;

    /** Special tokens from id 256 on: start of a message, end of a message, end of text. */
    public static final List<String> SPECIAL =
            List.of("<|im_start|>", "<|im_end|>", "<|endoftext|>");

    /** Pairs of bytes that have a token of their own, from id 259 on. */
    private static final List<String> MERGES = List.of("h e", "l l", "Ġ t", "he ll");

    private static final String CHATML =
            """
            {% for message in messages %}{{'<|im_start|>' + message['role'] + '
            ' + message['content'] + '<|im_end|>' + '
            '}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
            ' }}{% endif %}\
            """;

    private static final Map<String, String> ARCHITECTURES =
            Map.of(
                    "llama", "LlamaForCausalLM",
                    "mistral", "MistralForCausalLM",
                    "qwen2", "Qwen2ForCausalLM",
                    "qwen3", "Qwen3ForCausalLM",
                    "phi3", "Phi3ForCausalLM",
                    "smollm3", "SmolLM3ForCausalLM",
                    "gemma2", "Gemma2ForCausalLM",
                    "gemma3_text", "Gemma3ForCausalLM",
                    "gpt2", "GPT2LMHeadModel");

    private static final Map<String, String> GPT2_WORDS =
            Map.of(
                    "hidden_size", "n_embd",
                    "intermediate_size", "n_inner",
                    "num_hidden_layers", "n_layer",
                    "num_attention_heads", "n_head",
                    "max_position_embeddings", "n_positions",
                    "rms_norm_eps", "layer_norm_epsilon");

    private TinyModels() {}

    /** A chat model that writes printable ASCII, at temperature 0 until its limit of tokens. */
    public static Path llama(Path folder, long seed) throws IOException {
        return llama(folder, seed, CONTEXT);
    }

    /** The same for so many tokens of prompt and answer. */
    public static Path llama(Path folder, long seed, int context) throws IOException {
        Map<String, Object> changes =
                Map.of("model_type", "llama", "max_position_embeddings", context);
        TinyModel model = new TinyModel(config(changes), seed);
        TinyModel.Weight head = model.weights.get("lm_head.weight");
        int hidden = head.shape()[1];
        for (int i = 0; i < head.values().length; i++) {
            int token = i / hidden;
            head.values()[i] *= token >= ' ' && token <= '~' ? 4 : 0;
        }
        model.write(folder, "F32", 1);
        tokenizer(folder);
        return folder;
    }

    /** The smallest sensible shape, with changes. */
    static Map<String, Object> config(Map<String, Object> changes) {
        Map<String, Object> config = new HashMap<>();
        config.put("vocab_size", 256 + SPECIAL.size() + MERGES.size());
        config.put("hidden_size", 48);
        config.put("intermediate_size", 80);
        config.put("num_hidden_layers", 2);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("head_dim", 16);
        config.put("max_position_embeddings", CONTEXT);
        config.put("rms_norm_eps", 1e-5);
        config.put("rope_theta", 10000.0);
        config.put("tie_word_embeddings", false);
        config.put("torch_dtype", "float32");
        config.putAll(changes);
        String type = (String) config.get("model_type");
        config.put("architectures", List.of(ARCHITECTURES.get(type)));
        if (type.equals("gpt2")) {
            config.keySet().removeAll(List.of("head_dim", "num_key_value_heads", "rope_theta"));
        }
        Map<String, Object> worded = new HashMap<>();
        config.forEach((key, value) -> worded.put(word(type, key), value));
        return worded;
    }

    /** A family's word for what Llama's configuration calls so. */
    static String word(String type, String key) {
        return type.equals("gpt2") ? GPT2_WORDS.getOrDefault(key, key) : key;
    }

    /** Adds tokenizer, chat template and generation defaults to a folder. */
    public static void tokenizer(Path folder) throws IOException {
        List<Map<String, Object>> added = new ArrayList<>();
        for (int i = 0; i < SPECIAL.size(); i++) {
            added.add(
                    Map.of(
                            "id", 256 + i,
                            "content", SPECIAL.get(i),
                            "special", true,
                            "single_word", false,
                            "lstrip", false,
                            "rstrip", false,
                            "normalized", false));
        }
        Map<String, Object> byteLevel =
                Map.of(
                        "type", "ByteLevel",
                        "add_prefix_space", false,
                        "trim_offsets", true,
                        "use_regex", true);
        Map<String, Object> tokenizer = new LinkedHashMap<>();
        tokenizer.put("version", "1.0");
        tokenizer.put("added_tokens", added);
        tokenizer.put("pre_tokenizer", byteLevel);
        tokenizer.put("decoder", byteLevel);
        tokenizer.put("model", Map.of("type", "BPE", "vocab", vocabulary(), "merges", MERGES));
        JsonMapper json = JsonMapper.shared();
        json.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer);
        json.writeValue(
                folder.resolve("tokenizer_config.json").toFile(),
                Map.of(
                        "tokenizer_class", "PreTrainedTokenizerFast",
                        "eos_token", "<|im_end|>",
                        "chat_template", CHATML));
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": [257, 258]}");
    }

    private static Map<String, Integer> vocabulary() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        int unprintable = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
            vocabulary.put(Character.toString(printable ? b : unprintable++), b);
        }
        SPECIAL.forEach(token -> vocabulary.put(token, vocabulary.size()));
        for (int i = 0; i < MERGES.size(); i++) {
            vocabulary.put(MERGES.get(i).replace(" ", ""), 256 + SPECIAL.size() + i);
        }
        return vocabulary;
    }

    /** The ids of a text without merges or special tokens: its UTF-8 bytes. */
    public static int[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes[i] & 0xFF;
        }
        return ids;
    }
}
