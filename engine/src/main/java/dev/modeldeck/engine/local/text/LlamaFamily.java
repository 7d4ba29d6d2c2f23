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
    public DecoderShape shape(JsonNode config) {
        boolean attentionBias = config.path("attention_bias").asBoolean(false);
        return DecoderConfig.read(
                config,
                new DecoderShape.Biases(
                        attentionBias, attentionBias, config.path("mlp_bias").asBoolean(false)),
                0);
    }
}
