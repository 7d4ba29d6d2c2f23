package dev.modeldeck.engine.registry.format.mlflow;

import dev.modeldeck.engine.registry.FileNames;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example that MLflow saved beside a model, as the body of a request. */
final class InputExample {

    /** A larger one is no use as an example. */
    private static final long LARGEST = 1 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private InputExample() {}

    /** Null where none was saved, or it cannot be read: the model runs without. */
    static @Nullable String read(Path folder, MlModel model) {
        String serving = model.example("serving_input_path");
        JsonNode ready = json(folder, serving.isEmpty() ? "serving_input_example.json" : serving);
        if (ready != null) {
            return ready.toString();
        }
        JsonNode saved = json(folder, model.example("artifact_path"));
        if (saved == null) {
            return null;
        }
        String key =
                switch (model.example("type")) {
                    case "dataframe" -> "dataframe_" + orient(model);
                    case "ndarray" -> "inputs";
                    default -> "";
                };
        boolean wrapped = key.isEmpty() || saved.has(key);
        return wrapped ? saved.toString() : JSON.createObjectNode().set(key, saved).toString();
    }

    private static String orient(MlModel model) {
        return model.example("pandas_orient").equals("records") ? "records" : "split";
    }

    private static @Nullable JsonNode json(Path folder, String name) {
        Path file = FileNames.below(folder, name).orElse(folder);
        try {
            boolean usable = Files.isRegularFile(file) && Files.size(file) <= LARGEST;
            return usable ? JSON.readTree(Files.readString(file)) : null;
        } catch (IOException | JacksonException e) {
            return null;
        }
    }
}
