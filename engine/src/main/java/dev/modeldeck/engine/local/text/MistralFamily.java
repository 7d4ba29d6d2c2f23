package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/** Mistral 7B and Nemo: Llama's decoder, where early versions attend to a sliding window only. */
final class MistralFamily implements TextFamily {

    @Override
    public String name() {
        return "Mistral";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("mistral");
    }

    @Override
    public DecoderShape shape(JsonNode json) {
        DecoderConfig config = DecoderConfig.of(json);
        return config.llama(config.attention(), config.layers(config.whole("sliding_window", 0)));
    }
}
