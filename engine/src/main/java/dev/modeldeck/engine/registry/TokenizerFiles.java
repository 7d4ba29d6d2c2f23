package dev.modeldeck.engine.registry;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of a text model's tokenizer are. */
public final class TokenizerFiles {

    private TokenizerFiles() {}

    /**
     * A file of the tokenizer, such as {@code tokenizer.json}: in the folder of the weights, or
     * where MLflow's transformers flavour puts it ({@code model} with {@code components/tokenizer}
     * beside it). The file need not exist.
     */
    public static Path find(Path folder, String name) {
        Path here = folder.resolve(name);
        Path beside = folder.resolveSibling("components").resolve("tokenizer").resolve(name);
        return Files.exists(here) || !Files.exists(beside) ? here : beside;
    }
}
