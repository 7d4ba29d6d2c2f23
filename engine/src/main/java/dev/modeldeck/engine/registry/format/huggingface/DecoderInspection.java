package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks through the folder of a text model: what it is, and whether it can be run. */
final class DecoderInspection {

    private final Folder folder;
    private final JsonFile config;
    private final List<DecoderFamily> families;
    private final EncoderReader encoders;
    private final String architecture;

    DecoderInspection(
            Folder folder, JsonFile config, List<DecoderFamily> families, EncoderReader encoders) {
        this.folder = folder;
        this.config = config;
        this.families = families;
        this.encoders = encoders;
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
            String refusal =
                    family.isEmpty()
                            ? unknownFamily()
                            : FolderChecks.whyNotAtAll(folder, config, "AutoModelForCausalLM");
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
                + ", and encoders of the families "
                + String.join(", ", encoders.families())
                + ". Serve it with a server that knows it, or register a model of one of these"
                + " families.";
    }

    private @Nullable String whyNotRunnable(DecoderOutline outline, Weights weights) {
        String unknownType = FolderChecks.whyNotThisType(weights);
        if (unknownType != null) {
            return unknownType;
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
        return FolderChecks.whyNotThisTokenizer(folder);
    }

    private boolean hasChatTemplate() {
        return folder.has("chat_template.jinja")
                || (folder.has("tokenizer_config.json")
                        && folder.json("tokenizer_config.json").has("chat_template"));
    }
}
