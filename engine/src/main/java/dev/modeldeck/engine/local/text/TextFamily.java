package dev.modeldeck.engine.local.text;

import tools.jackson.databind.JsonNode;

import java.util.Set;

/**
 * A family of language models that share a decoder: which models belong to it and how their {@code
 * config.json} is read. What differs inside the decoder is said by its {@link DecoderShape}.
 */
public interface TextFamily {

    /** What a person calls it. */
    String name();

    /** Values of {@code model_type} in {@code config.json} that it runs. */
    Set<String> modelTypes();

    /** How the names of architectures end that it runs. */
    default Set<String> endings() {
        return Set.of("ForCausalLM");
    }

    /**
     * Reads the configuration.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException if it asks for something the decoder
     *     lacks
     */
    DecoderShape shape(JsonNode config);
}
