package dev.modeldeck.engine.local.gguf;

/** Qwen2 and Qwen2.5. */
final class Qwen2Architecture implements Architecture {

    @Override
    public String name() {
        return "qwen2";
    }

    @Override
    public String modelType() {
        return "qwen2";
    }
}
