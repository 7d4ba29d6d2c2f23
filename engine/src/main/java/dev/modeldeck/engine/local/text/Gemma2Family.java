package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gemma 2: scaled embeddings, norms before and after each part, scores and logits that are softly
 * capped, and layers that see everything in turn with such as see a window.
 */
final class Gemma2Family implements TextFamily {

    private static final Map<String, ?> DEFAULTS =
            Map.of(
                    "head_dim", 256,
                    "max_position_embeddings", 8192,
                    "hidden_activation", "gelu_pytorch_tanh",
                    "tie_word_embeddings", true,
                    "query_pre_attn_scalar", 256,
                    "sliding_window", 4096,
                    "attn_logit_softcapping", 50,
                    "final_logit_softcapping", 30);

    /** Of Gemma 2 and 3. */
    static final TensorNames NAMES =
            TensorNames.LLAMA
                    .with("attention_post_norm", "post_attention_layernorm")
                    .with("mlp_norm", "pre_feedforward_layernorm")
                    .with("mlp_post_norm", "post_feedforward_layernorm");

    @Override
    public String name() {
        return "Gemma 2";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("gemma2");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json, DEFAULTS);
        Rope rope = config.rope();
        int window = config.whole("sliding_window", 0);
        return gemma(
                config,
                config.attention(),
                config.layers(
                        i -> new DecoderLayer(config.slides(i, i % 2 == 0) ? window : 0, rope)),
                NAMES);
    }

    /** What Gemma 2 and 3 have in common. */
    static DecoderShape gemma(
            DecoderConfig config,
            Attention attention,
            List<DecoderLayer> layers,
            TensorNames names) {
        return new DecoderShape(
                config.embedding().scaled(Math.sqrt(config.size("hidden_size"))),
                layers,
                attention
                        .scaled(1 / Math.sqrt(config.number("query_pre_attn_scalar", 256)))
                        .capped(config.number("attn_logit_softcapping", 0)),
                config.mlp("hidden_activation"),
                new Norm(Norm.Kind.RMS_ABOVE_ONE, config.number("rms_norm_eps", 1e-6), true),
                config.number("final_logit_softcapping", 0),
                config.trained(),
                names);
    }
}
