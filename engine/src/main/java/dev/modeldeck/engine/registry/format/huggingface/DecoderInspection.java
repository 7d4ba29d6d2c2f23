package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks through the folder of a text model: what it is, and whether it can be run. */
final class DecoderInspection {

    private static final String TO_SAFETENSORS =
            "python -c \"from transformers import AutoModelForCausalLM as M;"
                    + " M.from_pretrained('.').save_pretrained('.', safe_serialization=True)\"";
    private static final String TO_TOKENIZER_JSON =
            "python -c \"from transformers import AutoTokenizer as T;"
                    + " T.from_pretrained('.').save_pretrained('.')\"";

    private final Folder folder;
    private final JsonFile config;
    private final List<DecoderFamily> families;
    private final String architecture;

    DecoderInspection(Folder folder, JsonFile config, List<DecoderFamily> families) {
        this.folder = folder;
        this.config = config;
        this.families = families;
        this.architecture =
                config.root()
                        .path("architectures")
                        .path(0)
                        .asString(config.text("model_type").orElse(""));
    }

    Inspection run() {
        Optional<DecoderFamily> family = family();
        int context = config.whole("max_position_embeddings", 0);
        try {
            String refusal = family.isEmpty() ? unknownFamily() : whyNotAtAll();
            if (refusal != null) {
                return inspection(context, null, null, refusal);
            }
            DecoderOutline outline = family.orElseThrow().outline().apply(config.root());
            context = outline.contextLength();
            Weights weights = Weights.read(folder).only(outline.covers());
            return inspection(context, outline.shape(), weights, whyNotRunnable(outline, weights));
        } catch (EngineException e) {
            return inspection(context, null, null, e.problem().message());
        }
    }

    private Inspection inspection(
            int context,
            Inspection.@Nullable TextShape shape,
            @Nullable Weights weights,
            @Nullable String refusal) {
        return new Inspection(
                HuggingFaceFormat.ID,
                HuggingFaceFormat.LABEL,
                hasChatTemplate() ? Inspection.Task.CHAT : Inspection.Task.COMPLETION,
                architecture,
                weights == null ? 0 : weights.parameters(),
                weights == null ? "" : Dtype.label(weights.dtype()),
                context,
                null,
                null,
                ModelCard.licence(folder),
                "",
                shape,
                refusal);
    }

    /** What rules the model out before its weights are looked at. */
    private @Nullable String whyNotAtAll() {
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
                            + TO_SAFETENSORS
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

    private Optional<DecoderFamily> family() {
        String type = config.text("model_type").orElse("");
        return families.stream()
                .filter(family -> family.modelTypes().contains(type))
                .filter(family ->
                        architecture.equals(type)
                                || family.endings().stream().anyMatch(architecture::endsWith))
                .findFirst();
    }

    private String unknownFamily() {
        return "This is "
                + (architecture.isEmpty() ? "a model of no known type" : architecture)
                + ". Modeldeck runs text models of the families "
                + families.stream().map(DecoderFamily::name).collect(Collectors.joining(", "))
                + ". Serve it with a server that knows it, or register a model of one of these"
                + " families.";
    }

    private @Nullable String whyNotRunnable(DecoderOutline outline, Weights weights) {
        if (!Dtype.runnable(weights.dtype())) {
            return "The weights are "
                    + Dtype.label(weights.dtype())
                    + ", which Modeldeck does not run yet. Register the original repository with its"
                    + " weights in bf16, fp16 or f32.";
        }
        Optional<Map.Entry<String, SafetensorsHeader.Entry>> embedding =
                weights.tensors().entrySet().stream()
                        .filter(tensor -> outline.embeddings().contains(tensor.getKey()))
                        .findFirst();
        if (embedding.isEmpty()) {
            return "The files do not hold the weights of a "
                    + architecture
                    + ": "
                    + outline.embeddings().getFirst()
                    + " is missing. Download the files in Hugging Face's"
                    + " layout, not a converted or partial set.";
        }
        List<Long> stored = embedding.get().getValue().shape();
        List<Long> expected = List.of((long) outline.shape().vocabulary(), (long) outline.hidden());
        if (!stored.equals(expected)) {
            return "config.json does not belong to these weights: it says that "
                    + embedding.get().getKey()
                    + " is "
                    + expected
                    + ", the file says "
                    + stored
                    + ". Take both from the same repository.";
        }
        if (folder.has("generation_config.json")) {
            folder.json("generation_config.json");
        }
        return whole(folder.path("tokenizer.json"))
                ? null
                : "tokenizer.json is cut off or is not JSON. Download it again.";
    }

    private boolean hasChatTemplate() {
        return folder.has("chat_template.jinja")
                || (folder.has("tokenizer_config.json")
                        && folder.json("tokenizer_config.json").has("chat_template"));
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
