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
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json);
        return config.llama(config.attention().withHeadNorm(), Qwen2Family.layers(config));
    }
}
