package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

/** Reads what all families have in common from {@code config.json}, as Hugging Face defines it. */
final class DecoderConfig {

    private static final int DEFAULT_CONTEXT = 2048;

    private DecoderConfig() {}

    static DecoderShape read(JsonNode config, DecoderShape.Biases biases, int slidingWindow) {
        String activation = config.path("hidden_act").asString("silu");
        if (!activation.equals("silu")) {
            throw unsupported("the activation \"" + activation + "\"");
        }
        if (config.path("partial_rotary_factor").asDouble(1) != 1) {
            throw unsupported("rotary positions on a part of each head");
        }
        int hidden = size(config, "hidden_size");
        int heads = size(config, "num_attention_heads");
        int headSize = config.path("head_dim").asInt(hidden / heads);
        int kvHeads = config.path("num_key_value_heads").asInt(heads);
        if (kvHeads < 1 || heads % kvHeads != 0) {
            throw unsupported(heads + " query heads over " + kvHeads + " key heads");
        }
        int trained = config.path("max_position_embeddings").asInt(DEFAULT_CONTEXT);
        Rope rope = RopeConfig.read(config, headSize, trained);
        return new DecoderShape(
                size(config, "vocab_size"),
                hidden,
                size(config, "intermediate_size"),
                size(config, "num_hidden_layers"),
                heads,
                kvHeads,
                headSize,
                config.path("rms_norm_eps").asDouble(1e-6),
                RopeConfig.context(config, trained),
                slidingWindow,
                false,
                config.path("tie_word_embeddings").asBoolean(false),
                biases,
                rope);
    }

    private static int size(JsonNode config, String key) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new EngineException(
                    new Problem.Damaged(
                            "config.json has no valid \"%s\". Download the model again."
                                    .formatted(key),
                            "config.json"));
        }
        return value;
    }

    static EngineException unsupported(String what) {
        return new EngineException(
                new Problem.Unsupported(
                        "This model uses %s, which cannot run on this machine yet. Serve it elsewhere and add it as an external model."
                                .formatted(what)));
    }
}
