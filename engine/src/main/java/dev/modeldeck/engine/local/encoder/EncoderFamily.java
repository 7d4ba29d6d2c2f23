package dev.modeldeck.engine.local.encoder;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/**
 * A family of encoders: which models belong to it, how their {@code config.json} is read and what
 * their tensors are called.
 */
interface EncoderFamily {

    /** What a person calls it. */
    String name();

    /**
     * Values of {@code model_type} that it runs, each with what the names of its architectures
     * begin with: {@code bert} with {@code Bert}.
     */
    Map<String, String> modelTypes();

    /**
     * Reads the sizes.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException if the configuration asks for something
     *     that the encoder lacks
     */
    EncoderShape shape(JsonNode config);

    EncoderNames names();
}
