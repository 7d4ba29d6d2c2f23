package dev.modeldeck.engine;

import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.format.gguf.GgufFormat;
import dev.modeldeck.engine.registry.format.huggingface.HuggingFaceFormat;
import dev.modeldeck.engine.registry.format.mlflow.MlflowFormat;
import dev.modeldeck.engine.registry.format.onnx.OnnxFormat;
import dev.modeldeck.engine.registry.format.torchscript.TorchScriptFormat;

import java.util.List;

/** The one list of what ships with Modeldeck: to add a thing, add its line here. */
public final class BuiltIns {

    private BuiltIns() {}

    /** Model formats, in the order in which they are asked. */
    public static List<ModelFormat> formats() {
        return List.of(
                new MlflowFormat(), new HuggingFaceFormat(textFamilies()), new TorchScriptFormat());
    }

    /** What config.json calls the families of text models that the local engine runs. */
    private static List<String> textFamilies() {
        return List.of("llama", "mistral", "qwen2");
    }
}
