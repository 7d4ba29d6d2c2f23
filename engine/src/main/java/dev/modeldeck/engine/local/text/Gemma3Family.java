package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gemma 3, of those that see pictures the part that reads and writes: Gemma 2 with norms of query
 * and key heads in place of caps, and with a rotation of their own for layers that see a window,
 * which are all but every sixth.
 */
final class Gemma3Family implements TextFamily {

    private static final Map<String, ?> DEFAULTS =
            Map.ofEntries(
                    Map.entry("vocab_size", 262_208),
                    Map.entry("num_attention_heads", 8),
                    Map.entry("num_key_value_heads", 4),
                    Map.entry("head_dim", 256),
                    Map.entry("max_position_embeddings", 131_072),
                    Map.entry("hidden_activation", "gelu_pytorch_tanh"),
                    Map.entry("tie_word_embeddings", true),
                    Map.entry("query_pre_attn_scalar", 256),
                    Map.entry("sliding_window", 4096),
                    Map.entry("sliding_window_pattern", 6),
                    Map.entry("rope_theta", 1_000_000.0));

    private static final TensorNames NAMES =
            Gemma2Family.NAMES
                    .behind("model.", "language_model.model.", "model.language_model.")
                    .without("vision_tower.", "multi_modal_projector.");

    @Override
    public String name() {
        return "Gemma 3";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("gemma3_text", "gemma3");
    }

    @Override
    public Set<String> endings() {
        return Set.of("ForCausalLM", "ForConditionalGeneration");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        JsonNode text = json.path("text_config");
        DecoderConfig config = DecoderConfig.of(text.isObject() ? text : json, DEFAULTS);
        if (config.flag("use_bidirectional_attention")) {
            throw DecoderConfig.unsupported("attention in both directions");
        }
        Attention attention = config.attention().withHeadNorm();
        return Gemma2Family.gemma(config, attention, layers(config, attention), NAMES);
    }

    private static List<DecoderLayer> layers(DecoderConfig config, Attention attention) {
        DecoderLayer everything = new DecoderLayer(0, config.rope());
        DecoderLayer window =
                new DecoderLayer(
                        config.whole("sliding_window", 0),
                        Rope.plain(localBase(config), attention));
        int pattern = config.size("sliding_window_pattern");
        return config.layers(i -> config.slides(i, (i + 1) % pattern != 0) ? window : everything);
    }

    private static double localBase(DecoderConfig config) {
        return config.json()
                .path("rope_parameters")
                .path("sliding_attention")
                .path("rope_theta")
                .asDouble(config.number("rope_local_base_freq", 10_000));
    }
}
