package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.EncoderFacts;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Inspection.Task;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks through the folder of an encoder: what it gives, and whether it can be run. */
final class EncoderInspection {

    private final Folder folder;
    private final JsonFile config;
    private final EncoderReader encoders;
    private final String architecture;

    EncoderInspection(Folder folder, JsonFile config, EncoderReader encoders) {
        this.folder = folder;
        this.config = config;
        this.encoders = encoders;
        this.architecture =
                config.root()
                        .path("architectures")
                        .path(0)
                        .asString(config.text("model_type").orElse(""));
    }

    Inspection run() {
        String refusal = FolderChecks.whyNotAtAll(folder, config, loader());
        if (refusal != null) {
            return refused(refusal);
        }
        try {
            Weights weights = Weights.read(folder);
            EncoderFacts facts =
                    encoders.reading().read(folder.root(), weights.tensors()::containsKey);
            return inspection(facts, weights, whyNotRunnable(facts, weights));
        } catch (EngineException e) {
            return refused(e.problem().message());
        }
    }

    private String loader() {
        return classifier() ? "AutoModelForSequenceClassification" : "AutoModel";
    }

    private boolean classifier() {
        return architecture.endsWith("ForSequenceClassification");
    }

    private Inspection inspection(EncoderFacts facts, Weights weights, @Nullable String refusal) {
        return new Inspection(
                HuggingFaceFormat.ID,
                HuggingFaceFormat.LABEL,
                facts.task(),
                architecture,
                facts.parameters(),
                Dtype.label(weights.dtype()),
                facts.longest(),
                signature(facts),
                null,
                ModelCard.licence(folder),
                "",
                null,
                facts.encoder(),
                refusal);
    }

    private Inspection refused(String why) {
        return new Inspection(
                HuggingFaceFormat.ID,
                HuggingFaceFormat.LABEL,
                classifier() ? Task.CLASSIFICATION : Task.EMBEDDING,
                architecture,
                0,
                "",
                0,
                null,
                null,
                ModelCard.licence(folder),
                "",
                null,
                why);
    }

    /** What it takes and gives where it is sent rows. */
    private static Signature signature(EncoderFacts facts) {
        Column text = new Column("text", "string", true);
        return switch (facts.task()) {
            case RERANKING ->
                    new Signature(
                            List.of(
                                    new Column("query", "string", true),
                                    new Column("document", "string", true)),
                            List.of(new Column("score", "float", true)),
                            null);
            case CLASSIFICATION ->
                    new Signature(
                            List.of(text, new Column("text_pair", "string", false)),
                            List.of(
                                    new Column("label", "string", true),
                                    new Column("score", "float", true)),
                            null);
            default ->
                    new Signature(
                            List.of(text),
                            List.of(
                                    new TensorField(
                                            "embedding",
                                            "float32",
                                            List.of(-1L, (long) facts.encoder().dimensions()))),
                            null);
        };
    }

    private @Nullable String whyNotRunnable(EncoderFacts facts, Weights weights) {
        String unknownType = FolderChecks.whyNotThisType(weights);
        if (unknownType != null) {
            return unknownType;
        }
        Map<String, Weights> byFolder = new HashMap<>(Map.of("", weights));
        for (EncoderFacts.Tensor tensor : facts.tensors()) {
            Weights there =
                    byFolder.computeIfAbsent(
                            tensor.folder(),
                            name -> Weights.read(new Folder(folder.root().resolve(name))));
            String wrong = whyNot(tensor, there.tensors().get(tensor.name()));
            if (wrong != null) {
                return wrong;
            }
        }
        return FolderChecks.whyNotThisTokenizer(folder);
    }

    private @Nullable String whyNot(
            EncoderFacts.Tensor wanted, SafetensorsHeader.@Nullable Entry found) {
        String name =
                wanted.folder().isEmpty() ? wanted.name() : wanted.folder() + "/" + wanted.name();
        if (found == null) {
            return "The files do not hold the weights of a "
                    + architecture
                    + ": "
                    + name
                    + " is missing. Download the files in Hugging Face's layout, not a converted or"
                    + " partial set.";
        }
        return found.shape().equals(wanted.shape())
                ? null
                : "The model's configuration does not belong to its weights: it says that "
                        + name
                        + " is "
                        + wanted.shape()
                        + ", the file says "
                        + found.shape()
                        + ". Take both from the same repository.";
    }
}
