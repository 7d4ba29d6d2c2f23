package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.TokenizerFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder as Hugging Face's libraries write it, with safetensors. */
public record ModelFolder(Path path) implements Checkpoint {

    @Override
    public Optional<byte[]> file(String name) {
        Path file = TokenizerFiles.find(path, name);
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Damaged(
                            "%s cannot be read. Make sure that you may read it.".formatted(file),
                            file.toString()),
                    e);
        }
    }

    @Override
    public Weights weights(TensorType quantised) {
        return Safetensors.open(path);
    }

    @Override
    public Optional<String> nearestDtype() {
        return Optional.empty();
    }
}
