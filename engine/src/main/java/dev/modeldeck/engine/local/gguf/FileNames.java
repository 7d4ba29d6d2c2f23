package dev.modeldeck.engine.local.gguf;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How llama.cpp names the tensors that Hugging Face names otherwise.
 *
 * @param whole of the model, without the ending {@code .weight} or {@code .bias}
 * @param layer of each layer, without its number
 */
record FileNames(Map<String, String> whole, Map<String, String> layer) {

    static final FileNames LLAMA =
            new FileNames(
                    Map.of(
                            "model.embed_tokens", "token_embd",
                            "model.norm", "output_norm",
                            "lm_head", "output"),
                    Map.ofEntries(
                            Map.entry("input_layernorm", "attn_norm"),
                            Map.entry("post_attention_layernorm", "ffn_norm"),
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
                            Map.entry("mlp.down_proj", "ffn_down")));

    /** Norms before and after each part. */
    static final FileNames GEMMA =
            LLAMA.with(
                    Map.of(
                            "post_attention_layernorm", "post_attention_norm",
                            "pre_feedforward_layernorm", "ffn_norm",
                            "post_feedforward_layernorm", "post_ffw_norm"));

    static final FileNames GPT2 =
            new FileNames(
                    Map.of(
                            "transformer.wte", "token_embd",
                            "transformer.wpe", "position_embd",
                            "transformer.ln_f", "output_norm",
                            "lm_head", "output"),
                    Map.of(
                            "ln_1", "attn_norm",
                            "attn.c_attn", "attn_qkv",
                            "attn.c_proj", "attn_output",
                            "ln_2", "ffn_norm",
                            "mlp.c_fc", "ffn_up",
                            "mlp.c_proj", "ffn_down"));

    private static final Pattern LAYER =
            Pattern.compile("(?:model\\.layers|transformer\\.h)\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern WHOLE = Pattern.compile("(.+)\\.(weight|bias)");

    private FileNames with(Map<String, String> others) {
        Map<String, String> changed = new HashMap<>(layer);
        changed.putAll(others);
        return new FileNames(whole, changed);
    }

    /** The name in the file; the same one where there is no other. */
    String of(String huggingFace) {
        Matcher inLayer = LAYER.matcher(huggingFace);
        if (inLayer.matches()) {
            String name = layer.getOrDefault(inLayer.group(2), inLayer.group(2));
            return "blk.%s.%s.%s".formatted(inLayer.group(1), name, inLayer.group(3));
        }
        Matcher ofModel = WHOLE.matcher(huggingFace);
        return ofModel.matches() && whole.containsKey(ofModel.group(1))
                ? whole.get(ofModel.group(1)) + "." + ofModel.group(2)
                : huggingFace;
    }
}
