package dev.modeldeck.engine.registry.format.huggingface;

import tools.jackson.databind.JsonNode;

import java.util.Set;
import java.util.function.Function;

/**
 * A family of text models that the local engine runs.
 *
 * @param name what a person calls it
 * @param modelTypes values of config.json's {@code model_type}
 * @param endings how the names of architectures end that continue a text
 * @param outline reads a config.json as the engine will, and says what it finds; throws a problem
 *     where the engine lacks something that the model asks for
 */
public record DecoderFamily(
        String name,
        Set<String> modelTypes,
        Set<String> endings,
        Function<JsonNode, DecoderOutline> outline) {

    public DecoderFamily {
        modelTypes = Set.copyOf(modelTypes);
        endings = Set.copyOf(endings);
    }
}
