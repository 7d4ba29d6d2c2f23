package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * GPT-2 and DistilGPT-2: learnt positions, LayerNorm, biases everywhere and an MLP without a gate;
 * matrices are stored inputs first.
 */
final class Gpt2Family implements TextFamily {

    private static final Map<String, ?> DEFAULTS =
            Map.of(
                    "vocab_size", 50_257,
                    "n_embd", 768,
                    "n_layer", 12,
                    "n_head", 12,
                    "n_positions", 1024,
                    "activation_function", "gelu_new",
                    "layer_norm_epsilon", 1e-5,
                    "scale_attn_weights", true,
                    "tie_word_embeddings", true);

    private static final Map<String, String> WORDS =
            Map.of(
                    "n_embd", "hidden_size",
                    "n_layer", "num_hidden_layers",
                    "n_head", "num_attention_heads",
                    "n_positions", "max_position_embeddings",
                    "activation_function", "hidden_act",
                    "n_inner", "intermediate_size");

    private static final TensorNames NAMES =
            new TensorNames(
                    List.of("transformer.", ""),
                    "h.%d.",
                    Map.of(
                            "embedding", List.of("wte"),
                            "positions", List.of("wpe"),
                            "attention_norm", List.of("ln_1"),
                            "qkv", List.of("attn.c_attn"),
                            "output", List.of("attn.c_proj"),
                            "mlp_norm", List.of("ln_2"),
                            "up", List.of("mlp.c_fc"),
                            "down", List.of("mlp.c_proj"),
                            "last_norm", List.of("ln_f")),
                    true,
                    List.of(".attn.bias", ".attn.masked_bias"));

    @Override
    public String name() {
        return "GPT-2";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("gpt2");
    }

    @Override
    public Set<String> endings() {
        return Set.of("LMHeadModel");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json, DEFAULTS).worded(WORDS);
        if (config.flag("scale_attn_by_inverse_layer_idx")) {
            throw DecoderConfig.unsupported("attention that is scaled by the number of its layer");
        }
        Attention attention = config.attention().withBiases(true, true);
        DecoderLayer layer = new DecoderLayer(0, Rope.still(attention.headSize()));
        int width = config.whole("intermediate_size", 4 * config.size("hidden_size"));
        Activation activation = DecoderConfig.activation(config.text("hidden_act"));
        return new DecoderShape(
                config.embedding().withPositions(),
                config.layers(i -> layer),
                config.flag("scale_attn_weights") ? attention : attention.scaled(1),
                new Mlp(width, activation, false, true),
                Norm.before(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5)),
                0,
                config.trained(),
                config.json().path("transposed").asBoolean(true) ? NAMES : NAMES.upright());
    }
}
