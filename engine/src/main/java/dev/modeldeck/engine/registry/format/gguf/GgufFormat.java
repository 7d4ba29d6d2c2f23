package dev.modeldeck.engine.registry.format.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A GGUF file, or a folder with one that is whole or in parts. */
public final class GgufFormat implements ModelFormat {

    private static final String ID = "gguf";
    private static final String LABEL = "GGUF";

    private final Function<GgufModel, Decoder> engine;

    /**
     * What the local engine will make of a file.
     *
     * @param shape sizes that decide about memory
     * @param contextLength most tokens that it takes
     */
    public record Decoder(Inspection.TextShape shape, int contextLength) {}

    /**
     * @param engine reads a model as the local engine will; throws a problem where it lacks
     *     something that the model asks for
     */
    public GgufFormat(Function<GgufModel, Decoder> engine) {
        this.engine = engine;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        try {
            if (!Files.isDirectory(source)) {
                return GgufFiles.isGguf(source)
                        ? Optional.of(inspect(source, ""))
                        : Optional.empty();
            }
            return GgufFiles.inFolder(source).map(file -> inspect(file, GgufFiles.name(file)));
        } catch (EngineException e) {
            return Optional.of(Inspection.refused(ID, LABEL, e.problem().message()));
        }
    }

    private Inspection inspect(Path path, String entry) {
        if (entry.isEmpty() && GgufFiles.part(path) > 0) {
            return Inspection.refused(
                    ID,
                    LABEL,
                    "This is one of several files that make up a model. Register the folder that"
                            + " holds them all.");
        }
        try (GgufModel model = GgufModel.open(path)) {
            return inspect(model, entry);
        }
    }

    private Inspection inspect(GgufModel model, String entry) {
        try {
            String refusal = whyNotAtAll(model.head());
            return refusal == null
                    ? found(model.head(), entry, engine.apply(model), null)
                    : found(model.head(), entry, null, refusal);
        } catch (EngineException e) {
            return found(model.head(), entry, null, e.problem().message());
        }
    }

    private static @Nullable String whyNotAtAll(GgufHead head) {
        if (head.architecture().equals("clip")) {
            return "This is the part of a model that sees pictures (mmproj), not the one that"
                    + " writes. Register the model's other file.";
        }
        return head.tensors().values().stream()
                .filter(tensor -> !tensor.type().readable())
                .findFirst()
                .map(tensor ->
                        "Its numbers are stored as %s, which Modeldeck does not run. Download the same model as Q4_K_M, Q5_K_M, Q6_K or Q8_0."
                                .formatted(tensor.type().label()))
                .orElse(null);
    }

    private static Inspection found(
            GgufHead head, String entry, @Nullable Decoder decoder, @Nullable String refusal) {
        boolean chats = head.text("tokenizer.chat_template").isPresent();
        int stated =
                (int)
                        Math.clamp(
                                head.whole(head.architecture() + ".context_length").orElse(0),
                                0,
                                Integer.MAX_VALUE);
        return new Inspection(
                ID,
                LABEL,
                chats ? Inspection.Task.CHAT : Inspection.Task.COMPLETION,
                head.architecture(),
                head.parameters(),
                GgufLabel.of(head),
                decoder == null ? stated : decoder.contextLength(),
                null,
                null,
                head.text("general.license").orElse(null),
                entry,
                decoder == null ? null : decoder.shape(),
                refusal);
    }
}
