package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** BERT (Devlin et al. 2019), with MiniLM, E5, BGE and GTE, which have its encoder. */
final class BertFamily implements EncoderFamily {

    @Override
    public String name() {
        return "BERT";
    }

    @Override
    public Map<String, String> modelTypes() {
        return Map.of("bert", "Bert");
    }

    @Override
    public EncoderShape shape(JsonNode config) {
        return EncoderConfig.read(config, EncoderConfig.Positions.FROM_ZERO, 2, 0);
    }

    @Override
    public EncoderNames names() {
        return new EncoderNames(
                "bert.",
                EncoderNames.Embeddings.bert("embeddings.token_type_embeddings"),
                "encoder.layer.#.",
                EncoderNames.Layer.BERT,
                "",
                new EncoderNames.Classifier("pooler.dense", true, Activation.TANH, "classifier"));
    }
}
