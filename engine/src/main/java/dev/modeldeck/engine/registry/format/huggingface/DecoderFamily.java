package dev.modeldeck.engine.registry.format.huggingface;

import tools.jackson.databind.JsonNode;

import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * A family of text models that the local engine runs.
 *
 * @param name what a person calls it
 * @param modelTypes values of config.json's {@code model_type}
 * @param contextLength reads a config.json as the engine will, and says how many tokens the model
 *     takes; throws a problem where the engine lacks something that the model asks for
 */
public record DecoderFamily(
        String name, Set<String> modelTypes, ToIntFunction<JsonNode> contextLength) {

    public DecoderFamily {
        modelTypes = Set.copyOf(modelTypes);
    }
}
