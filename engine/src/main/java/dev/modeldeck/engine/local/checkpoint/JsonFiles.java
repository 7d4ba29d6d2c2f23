package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON files of a model folder. */
public final class JsonFiles {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private JsonFiles() {}

    public static JsonNode parse(byte[] json) {
        return MAPPER.readTree(json);
    }

    /** An object, or an empty one if there is no such file. */
    public static JsonNode readIfPresent(Path file) {
        return Files.exists(file) ? read(file) : JsonNodeFactory.instance.objectNode();
    }

    public static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            throw new EngineException(
                    new Problem.Damaged(
                            "%s is missing or is not valid JSON. Download the model again."
                                    .formatted(file.getFileName()),
                            file.toString()),
                    e);
        }
    }
}
