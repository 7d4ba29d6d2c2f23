package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/** Qwen2 and Qwen2.5: Llama's decoder with biases on queries, keys and values. */
final class Qwen2Family implements TextFamily {

    @Override
    public String name() {
        return "Qwen2";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("qwen2");
    }

    @Override
    public DecoderShape shape(JsonNode config) {
        return windowed(
                DecoderConfig.read(config, new DecoderShape.Biases(true, false, false), 0), config);
    }

    /** Its sliding window holds in the upper layers only; up to its length all layers agree. */
    static DecoderShape windowed(DecoderShape shape, JsonNode config) {
        return config.path("use_sliding_window").asBoolean(false)
                ? shape.withContextAtMost(config.path("sliding_window").asInt(shape.context()))
                : shape;
    }
}
