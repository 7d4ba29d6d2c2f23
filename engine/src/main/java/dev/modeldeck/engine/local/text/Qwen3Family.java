package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/** Qwen3 (the dense ones): Qwen2's decoder, where norms of query and key heads replace biases. */
final class Qwen3Family implements TextFamily {

    @Override
    public String name() {
        return "Qwen3";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("qwen3");
    }

    @Override
    public DecoderShape shape(JsonNode config) {
        boolean biased = config.path("attention_bias").asBoolean(false);
        DecoderShape.Biases biases = new DecoderShape.Biases(biased, biased, false);
        DecoderShape shape = DecoderConfig.read(config, biases, 0).withHeadNorm();
        return Qwen2Family.windowed(shape, config);
    }
}
