package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.TensorType;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.Optional;

/**
 * A text model as Hugging Face lays it out, {@code config.json}, {@code tokenizer.json} and so on,
 * wherever it really lies.
 */
public interface Checkpoint {

    /** What a file of that name holds; empty where there is none. */
    Optional<byte[]> file(String name);

    /**
     * The weights, which the caller closes.
     *
     * @param quantised type in which quantised weights are to be handed out
     */
    Weights weights(TensorType quantised);

    /** The data type that keeps what quantised weights hold; empty where they are not quantised. */
    Optional<String> nearestDtype();

    /** A JSON file that must be there. */
    default JsonNode json(String name) {
        byte[] content = file(name).orElseThrow(() -> new EngineException(damage(name)));
        try {
            return JsonFiles.parse(content);
        } catch (JacksonException e) {
            throw new EngineException(damage(name), e);
        }
    }

    /** A JSON file, or an empty object where there is none. */
    default JsonNode jsonIfPresent(String name) {
        return file(name).isPresent() ? json(name) : JsonNodeFactory.instance.objectNode();
    }

    private static Problem damage(String name) {
        return new Problem.Damaged(
                "%s is missing or is not valid JSON. Download the model again.".formatted(name),
                name);
    }
}
