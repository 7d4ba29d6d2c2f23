package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufHead;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;

import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Set;

/** What the configurations of some kinds of decoders say beyond what all have in common. */
final class DecoderSettings {

    /** Layers of Gemma's largest, whose scores are scaled otherwise. */
    private static final Set<Long> LARGEST_GEMMA = Set.of(46L, 62L);

    private DecoderSettings() {}

    static void biased(GgufModel model, ObjectNode config) {
        config.put("attention_bias", model.head().tensors().containsKey("blk.0.attn_q.bias"));
    }

    static void llama(GgufModel model, ObjectNode config) {
        biased(model, config);
        config.put("mlp_bias", model.head().tensors().containsKey("blk.0.ffn_gate.bias"));
        model.head()
                .whole("llama.attention.sliding_window")
                .ifPresent(window ->
                        config.put("model_type", "mistral").put("sliding_window", window));
    }

    /** LongRoPE's factors come as tensors, and its magnitude as a factor of attention. */
    static void phi(GgufModel model, ObjectNode config) {
        GgufHead head = model.head();
        head.whole("phi3.attention.sliding_window")
                .ifPresent(window -> config.put("sliding_window", window));
        if (!head.tensors().containsKey("rope_factors_long.weight")) {
            return;
        }
        ObjectNode scaling = config.putObject("rope_scaling").put("rope_type", "longrope");
        GgufConfig.numbers(model, "rope_factors_long.weight")
                .forEach(scaling.putArray("long_factor")::add);
        GgufConfig.numbers(model, "rope_factors_short.weight")
                .forEach(scaling.putArray("short_factor")::add);
        head.whole("phi3.rope.scaling.original_context_length")
                .ifPresent(length -> config.put("original_max_position_embeddings", length));
        head.decimal("phi3.rope.scaling.attn_factor")
                .ifPresent(factor -> scaling.put("attention_factor", factor));
    }

    static void gemma(GgufModel model, ObjectNode config) {
        GgufHead head = model.head();
        String prefix = head.architecture() + ".";
        Map.of(
                        "attn_logit_softcapping", "attn_logit_softcapping",
                        "final_logit_softcapping", "final_logit_softcapping",
                        "attention.sliding_window", "sliding_window",
                        "rope.freq_base_swa", "rope_local_base_freq")
                .forEach((key, word) ->
                        head.decimal(prefix + key).ifPresent(value -> config.put(word, value)));
        boolean largest = LARGEST_GEMMA.contains(config.path("num_hidden_layers").asLong());
        config.put(
                "query_pre_attn_scalar",
                largest
                        ? config.path("hidden_size").asLong()
                                / config.path("num_attention_heads").asLong()
                        : config.path("head_dim").asLong());
    }

    /** Its own words, and matrices that llama.cpp has turned over already. */
    static void gpt2(GgufModel model, ObjectNode config) {
        Map.of(
                        "hidden_size", "n_embd",
                        "num_hidden_layers", "n_layer",
                        "num_attention_heads", "n_head",
                        "max_position_embeddings", "n_positions",
                        "intermediate_size", "n_inner")
                .forEach((common, own) -> config.set(own, config.path(common)));
        model.head()
                .decimal("gpt2.attention.layer_norm_epsilon")
                .ifPresent(epsilon -> config.put("layer_norm_epsilon", epsilon));
        config.put("transposed", false);
    }
}
