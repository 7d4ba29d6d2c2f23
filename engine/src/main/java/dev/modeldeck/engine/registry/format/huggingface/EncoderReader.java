package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.registry.EncoderFacts;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The encoders that the local engine runs, and how it reads their folders.
 *
 * @param families what people call them
 * @param modelTypes values of config.json's {@code model_type}
 */
public record EncoderReader(List<String> families, Set<String> modelTypes, Reading reading) {

    public EncoderReader {
        families = List.copyOf(families);
        modelTypes = Set.copyOf(modelTypes);
    }

    /** Reads a folder as the engine will. */
    @FunctionalInterface
    public interface Reading {

        /**
         * What a folder holds; throws a problem where the engine lacks something that the model
         * asks for.
         *
         * @param has whether the weights have a tensor of that name
         */
        EncoderFacts read(Path folder, Predicate<String> has);
    }
}
