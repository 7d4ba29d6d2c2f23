package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;

/** SmolLM3: Llama's decoder, where some layers, usually every fourth, do not know positions. */
final class SmolLm3Family implements TextFamily {

    private static final Map<String, ?> DEFAULTS =
            Map.of(
                    "tie_word_embeddings",
                    true,
                    "rope_theta",
                    2_000_000.0,
                    "max_position_embeddings",
                    32_768,
                    "no_rope_layer_interval",
                    4);

    @Override
    public String name() {
        return "SmolLM3";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("smollm3");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json, DEFAULTS);
        Attention attention = config.attention();
        Rope rope = config.rope();
        Rope still = Rope.still(attention.headSize());
        int window = config.flag("use_sliding_window") ? config.whole("sliding_window", 0) : 0;
        return config.llama(
                attention,
                config.layers(i -> {
                    boolean turned = turned(config, i);
                    boolean slides = config.slides(i, !turned);
                    return new DecoderLayer(slides ? window : 0, turned ? rope : still);
                }));
    }

    /** {@code no_rope_layers} holds, in spite of its name, 1 for layers that know positions. */
    private static boolean turned(DecoderConfig config, int layer) {
        JsonNode stated = config.json().path("no_rope_layers");
        return stated.isArray()
                ? stated.path(layer).asInt(1) != 0
                : (layer + 1) % config.size("no_rope_layer_interval") != 0;
    }
}
