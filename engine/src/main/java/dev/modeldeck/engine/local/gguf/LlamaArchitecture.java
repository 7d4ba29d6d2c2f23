package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufModel;

import tools.jackson.databind.node.ObjectNode;

import java.util.Set;

/** Llama, and what is kept under its name: Mistral, SmolLM, Yi, DeepSeek's small ones. */
final class LlamaArchitecture implements Architecture {

    @Override
    public String name() {
        return "llama";
    }

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public boolean interleaved() {
        return true;
    }

    @Override
    public void configure(GgufModel model, ObjectNode config) {
        Set<String> tensors = model.head().tensors().keySet();
        config.put("attention_bias", tensors.contains("blk.0.attn_q.bias"));
        config.put("mlp_bias", tensors.contains("blk.0.ffn_gate.bias"));
        model.head()
                .whole("llama.attention.sliding_window")
                .ifPresent(window ->
                        config.put("model_type", "mistral").put("sliding_window", window));
    }
}
