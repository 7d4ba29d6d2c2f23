package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufModel;

import tools.jackson.databind.node.ObjectNode;

/**
 * A kind of decoder in llama.cpp's words: what Hugging Face calls it and its tensors, and what
 * llama.cpp did to them.
 */
interface Architecture {

    /** Value of {@code general.architecture}, which also begins the keys of its sizes. */
    String name();

    /** Value of {@code model_type} in {@code config.json}. */
    String modelType();

    /** The name in the file of a tensor that Hugging Face names otherwise. */
    default String tensor(String huggingFace) {
        return TensorNames.LLAMA.inFile(huggingFace);
    }

    /**
     * Whether rows of queries and keys are stored with the two halves of each head interleaved, as
     * llama.cpp turns neighbours where Hugging Face turns halves.
     */
    default boolean interleaved() {
        return false;
    }

    /** What {@code config.json} says beyond what all have in common. */
    default void configure(GgufModel model, ObjectNode config) {}
}
