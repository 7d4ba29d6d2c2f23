package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;

/** Qwen2 and Qwen2.5: Llama's decoder with biases on queries, keys and values. */
final class Qwen2Family implements TextFamily {

    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_WINDOW_LAYERS = 28;

    @Override
    public String name() {
        return "Qwen2";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("qwen2");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json);
        return config.llama(config.attention().withBiases(true, false), layers(config));
    }

    /** Its sliding window, where it is used, holds in the upper layers only. */
    static List<DecoderLayer> layers(DecoderConfig config) {
        if (!config.flag("use_sliding_window")) {
            return config.layers(0);
        }
        Rope rope = config.rope();
        int window = config.whole("sliding_window", DEFAULT_WINDOW);
        int below = config.whole("max_window_layers", DEFAULT_WINDOW_LAYERS);
        return config.layers(
                i -> new DecoderLayer(config.slides(i, i >= below) ? window : 0, rope));
    }
}
