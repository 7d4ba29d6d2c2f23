package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Hugging Face folder with a decoder or an encoder for text. */
public final class HuggingFaceFormat implements ModelFormat {

    static final String ID = "huggingface";
    static final String LABEL = "Hugging Face, safetensors";

    private final List<DecoderFamily> families;
    private final EncoderReader encoders;

    /** A format that accepts models of the families that the local engine runs. */
    public HuggingFaceFormat(List<DecoderFamily> families, EncoderReader encoders) {
        this.families = List.copyOf(families);
        this.encoders = encoders;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        Folder folder = new Folder(source);
        if (!folder.looksLikeAModel()) {
            return Optional.empty();
        }
        if (!folder.has("config.json")) {
            return Optional.of(Inspection.refused(ID, LABEL, withoutConfig(folder)));
        }
        try {
            JsonFile config = folder.json("config.json");
            boolean encoder = encoders.modelTypes().contains(config.text("model_type").orElse(""));
            return Optional.of(
                    encoder
                            ? new EncoderInspection(folder, config, encoders).run()
                            : new DecoderInspection(folder, config, families, encoders).run());
        } catch (EngineException e) {
            return Optional.of(Inspection.refused(ID, LABEL, e.problem().message()));
        }
    }

    private static String withoutConfig(Folder folder) {
        return Files.exists(folder.path("adapter_config.json"))
                ? "This folder holds an adapter, not a whole model. Merge it into its base model"
                        + " (peft: merge_and_unload, then save_pretrained) and register the result."
                : "config.json is missing, so nothing says what the weights are. Download the whole"
                        + " repository of the model, not its weights alone.";
    }
}
