package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufModel;

import tools.jackson.databind.node.ObjectNode;

import java.util.function.BiConsumer;

/**
 * A kind of decoder in llama.cpp's words: what Hugging Face calls it and its tensors, and what
 * llama.cpp did to them.
 *
 * @param name value of {@code general.architecture}, which also begins the keys of its sizes
 * @param modelType value of {@code model_type} in {@code config.json}
 * @param names of its tensors
 * @param interleaved whether rows of queries and keys are stored with the two halves of each head
 *     interleaved, as llama.cpp turns neighbours where Hugging Face turns halves
 * @param normsAboveOne whether weights of norms are stored with one added
 * @param settings writes what {@code config.json} says beyond what all have in common
 */
record Architecture(
        String name,
        String modelType,
        FileNames names,
        boolean interleaved,
        boolean normsAboveOne,
        BiConsumer<GgufModel, ObjectNode> settings) {

    /** A decoder whose tensors are stored as they are used. */
    static Architecture of(String name, String modelType) {
        return new Architecture(
                name, modelType, FileNames.LLAMA, false, false, (model, config) -> {});
    }

    Architecture withInterleavedHeads() {
        return new Architecture(name, modelType, names, true, normsAboveOne, settings);
    }

    Architecture withNormsAboveOne() {
        return new Architecture(name, modelType, names, interleaved, true, settings);
    }

    Architecture named(FileNames other) {
        return new Architecture(name, modelType, other, interleaved, normsAboveOne, settings);
    }

    Architecture set(BiConsumer<GgufModel, ObjectNode> other) {
        return new Architecture(name, modelType, names, interleaved, normsAboveOne, other);
    }
}
