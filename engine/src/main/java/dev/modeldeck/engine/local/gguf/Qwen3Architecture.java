package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufModel;

import tools.jackson.databind.node.ObjectNode;

/** Qwen3, the dense ones. */
final class Qwen3Architecture implements Architecture {

    @Override
    public String name() {
        return "qwen3";
    }

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public void configure(GgufModel model, ObjectNode config) {
        config.put("attention_bias", model.head().tensors().containsKey("blk.0.attn_q.bias"));
    }
}
