package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.kernels.Activation;

import tools.jackson.databind.JsonNode;

/** Reads what all families have in common from {@code config.json}, as Hugging Face defines it. */
final class EncoderConfig {

    /** BERT's; files that leave theirs out mean it. */
    private static final double NORM_EPSILON = 1e-12;

    private EncoderConfig() {}

    /** How positions are counted. */
    record Positions(int first, int padding) {

        static final Positions FROM_ZERO = new Positions(0, -1);

        /** From the row behind the padding token's, which has none. */
        static Positions behind(int padding) {
            return new Positions(padding + 1, padding);
        }
    }

    /**
     * @param tokenTypes where the file says nothing; 0 for a family that has none
     */
    static EncoderShape read(
            JsonNode config, Positions positions, int tokenTypes, int relativeBuckets) {
        String kind = config.path("position_embedding_type").asString("absolute");
        if (!kind.equals("absolute")) {
            throw unsupported("positions of the kind \"" + kind + "\"");
        }
        if (config.path("is_decoder").asBoolean(false)) {
            throw unsupported("this encoder as a decoder (\"is_decoder\")");
        }
        int hidden = size(config, "hidden_size");
        int heads = size(config, "num_attention_heads");
        if (hidden % heads != 0) {
            throw unsupported(heads + " heads for a hidden size of " + hidden);
        }
        int rows = size(config, "max_position_embeddings");
        if (rows <= positions.first()) {
            throw unsupported("only " + rows + " positions");
        }
        return new EncoderShape(
                size(config, "vocab_size"),
                hidden,
                size(config, "intermediate_size"),
                size(config, "num_hidden_layers"),
                heads,
                config.path("layer_norm_eps").asDouble(NORM_EPSILON),
                activation(config.path("hidden_act").asString("gelu")),
                rows,
                positions.first(),
                positions.padding(),
                tokenTypes == 0 ? 0 : config.path("type_vocab_size").asInt(tokenTypes),
                relativeBuckets);
    }

    static Activation activation(String name) {
        return Activation.named(name)
                .orElseThrow(() -> unsupported("the activation \"" + name + "\""));
    }

    static int size(JsonNode config, String key) {
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
                        "This model uses %s, which cannot run on this machine yet. Serve it elsewhere, or choose another model."
                                .formatted(what)));
    }
}
