package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.StoredAs;
import dev.modeldeck.engine.registry.format.gguf.GgufModel;
import dev.modeldeck.engine.registry.format.gguf.GgufType;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A text model in a GGUF file, or in several. */
public final class GgufCheckpoint implements Checkpoint {

    private final Path first;
    private final Map<String, byte[]> files;
    private final Optional<String> nearest;

    private GgufCheckpoint(Path first, Map<String, byte[]> files, Optional<String> nearest) {
        this.first = first;
        this.files = Map.copyOf(files);
        this.nearest = nearest;
    }

    /**
     * Reads all but the weights.
     *
     * @param first the model's file, or the first of its parts
     * @throws dev.modeldeck.engine.kernel.EngineException if it is damaged or asks for what cannot
     *     be run here
     */
    public static GgufCheckpoint open(Path first) {
        try (GgufModel model = GgufModel.open(first)) {
            GgufVocabulary vocabulary = GgufVocabulary.read(model.head());
            Map<String, byte[]> files = new HashMap<>();
            put(files, "config.json", config(model));
            put(files, "tokenizer.json", GgufTokenizer.json(model.head(), vocabulary));
            put(files, "tokenizer_config.json", GgufTexts.texts(model.head(), vocabulary));
            put(files, "generation_config.json", GgufTexts.generation(model.head(), vocabulary));
            return new GgufCheckpoint(
                    first,
                    files,
                    model.head().mostly().map(GgufType::label).flatMap(StoredAs::nearestDtype));
        }
    }

    private static void put(Map<String, byte[]> files, String name, JsonNode content) {
        files.put(name, JsonMapper.shared().writeValueAsBytes(content));
    }

    /**
     * The {@code config.json} that the model would have.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException if the model is of a kind, or was given a
     *     tokenizer, that is not known
     */
    public static JsonNode config(GgufModel model) {
        JsonNode config = GgufConfig.of(model);
        GgufTokenizer.check(model.head());
        return config;
    }

    @Override
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public Weights weights(TensorType quantised) {
        return new GgufWeights(GgufModel.open(first), quantised);
    }

    @Override
    public Optional<String> nearestDtype() {
        return nearest;
    }
}
