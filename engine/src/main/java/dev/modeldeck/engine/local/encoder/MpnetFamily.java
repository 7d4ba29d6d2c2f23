package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/**
 * MPNet (Song et al. 2020): RoBERTa's encoder without token types, where attention has a bias for
 * the distance between two tokens, the same in all layers.
 */
final class MpnetFamily implements EncoderFamily {

    /** The padding token of its code, whatever the configuration says. */
    private static final int PADDING = 1;

    private static final int BUCKETS = 32;

    @Override
    public String name() {
        return "MPNet";
    }

    @Override
    public Map<String, String> modelTypes() {
        return Map.of("mpnet", "MPNet");
    }

    @Override
    public EncoderShape shape(JsonNode config) {
        int buckets = config.path("relative_attention_num_buckets").asInt(BUCKETS);
        if (buckets != BUCKETS) {
            throw EncoderConfig.unsupported(
                    buckets + " buckets of distances, where MPNet has " + BUCKETS);
        }
        return EncoderConfig.read(config, EncoderConfig.Positions.behind(PADDING), 0, buckets);
    }

    @Override
    public EncoderNames names() {
        return new EncoderNames(
                "mpnet.",
                EncoderNames.Embeddings.bert(""),
                "encoder.layer.#.",
                new EncoderNames.Layer(
                        "attention.attn.q",
                        "attention.attn.k",
                        "attention.attn.v",
                        "attention.attn.o",
                        "attention.LayerNorm",
                        "intermediate.dense",
                        "output.dense",
                        "output.LayerNorm"),
                "encoder.relative_attention_bias",
                EncoderNames.Classifier.OWN);
    }
}
