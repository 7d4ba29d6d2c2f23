package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/**
 * RoBERTa (Liu et al. 2019) and its kin in other languages: BERT's encoder, where positions begin
 * behind the padding token's, and a classifier has a head of its own.
 */
final class RobertaFamily implements EncoderFamily {

    private final String name;
    private final Map<String, String> modelTypes;

    private RobertaFamily(String name, Map<String, String> modelTypes) {
        this.name = name;
        this.modelTypes = modelTypes;
    }

    static RobertaFamily english() {
        return new RobertaFamily("RoBERTa", Map.of("roberta", "Roberta", "camembert", "Camembert"));
    }

    /** XLM-RoBERTa (Conneau et al. 2020), with multilingual E5 and BGE-M3. */
    static RobertaFamily multilingual() {
        return new RobertaFamily("XLM-RoBERTa", Map.of("xlm-roberta", "XLMRoberta"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> modelTypes() {
        return modelTypes;
    }

    @Override
    public EncoderShape shape(JsonNode config) {
        int padding = config.path("pad_token_id").asInt(1);
        return EncoderConfig.read(config, EncoderConfig.Positions.behind(padding), 1, 0);
    }

    @Override
    public EncoderNames names() {
        return new EncoderNames(
                "roberta.",
                EncoderNames.Embeddings.bert("embeddings.token_type_embeddings"),
                "encoder.layer.#.",
                EncoderNames.Layer.BERT,
                "",
                EncoderNames.Classifier.OWN);
    }
}
