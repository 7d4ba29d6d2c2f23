package dev.modeldeck.engine.registry.format.huggingface;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What decoders and encoders ask of a folder alike. Each check says why not; null is a yes. */
final class FolderChecks {

    private static final String TO_SAFETENSORS =
            "python -c \"from transformers import %s as M;"
                    + " M.from_pretrained('.').save_pretrained('.', safe_serialization=True)\"";
    private static final String TO_TOKENIZER_JSON =
            "python -c \"from transformers import AutoTokenizer as T;"
                    + " T.from_pretrained('.').save_pretrained('.')\"";

    private FolderChecks() {}

    /**
     * What rules the model out before its weights are looked at.
     *
     * @param loader the class of transformers that loads such a model
     */
    static @Nullable String whyNotAtAll(Folder folder, JsonFile config, String loader) {
        if (config.has("quantization_config")) {
            return "The weights are quantised"
                    + config.root()
                            .path("quantization_config")
                            .path("quant_method")
                            .asStringOpt()
                            .map(method -> " (" + method + ")")
                            .orElse("")
                    + ", which Modeldeck does not run yet. Register the original repository with its"
                    + " weights in bf16, fp16 or f32.";
        }
        if (folder.named(".safetensors").isEmpty() && !folder.has("model.safetensors.index.json")) {
            return folder.hasPickledWeights()
                    ? "The weights are in pytorch_model.bin, a pickle, which can run any code when"
                            + " it is opened. Convert them to safetensors: in the folder, run "
                            + TO_SAFETENSORS.formatted(loader)
                    : "The folder has no *.safetensors file, so there are no weights to run."
                            + " Download the whole repository of the model.";
        }
        if (!folder.has("tokenizer.json")) {
            return "tokenizer.json is missing. Make it from the tokenizer's other files: in the"
                    + " folder, run "
                    + TO_TOKENIZER_JSON;
        }
        return null;
    }

    static @Nullable String whyNotThisType(Weights weights) {
        return Dtype.runnable(weights.dtype())
                ? null
                : "The weights are "
                        + Dtype.label(weights.dtype())
                        + ", which Modeldeck does not run yet. Register the original repository with"
                        + " its weights in bf16, fp16 or f32.";
    }

    static @Nullable String whyNotThisTokenizer(Folder folder) {
        return whole(folder.path("tokenizer.json"))
                ? null
                : "tokenizer.json is cut off or is not JSON. Download it again.";
    }

    /**
     * Whether the file begins and ends as a JSON object does; it is too large to parse for that.
     */
    private static boolean whole(Path file) {
        Folder.refusePointer(file);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int first = in.read();
            in.seek(Math.max(0, in.length() - 16));
            byte[] end = new byte[(int) Math.min(16, in.length())];
            in.readFully(end);
            return first == '{' && new String(end, StandardCharsets.UTF_8).strip().endsWith("}");
        } catch (IOException e) {
            throw Folder.unreadable(file, e);
        }
    }
}
