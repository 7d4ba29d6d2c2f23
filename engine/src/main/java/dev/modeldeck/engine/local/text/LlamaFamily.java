package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/** Llama 1 to 3.x and what was trained in its shape: TinyLlama, SmolLM, SmolLM2, Vicuna, Yi. */
final class LlamaFamily implements TextFamily {

    @Override
    public String name() {
        return "Llama";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("llama");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json);
        return config.llama(config.attention(), config.layers(0));
    }
}
