package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks the formats in turn what files hold; the first that knows them answers. */
final class Inspections {

    private static final String ACCEPTED =
            "Modeldeck runs a Hugging Face folder (config.json, tokenizer.json and *.safetensors), a"
                    + " GGUF file, a TorchScript file (*.pt), and an MLflow model folder (MLmodel) that holds one"
                    + " of these.";

    private final List<ModelFormat> formats;

    Inspections(List<ModelFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** What the files hold; a refusal where no format knows them. */
    Inspection of(Path source) {
        if (!Files.exists(source)) {
            throw FileProblems.missing(source);
        }
        return ask(source).orElseGet(() -> unknown(source));
    }

    /** What the files hold, if it can be run here; a problem with the reason otherwise. */
    Inspection runnable(Path source) {
        Inspection inspection = of(source);
        if (inspection.refusal() != null) {
            throw new EngineException(new Problem.Unsupported(inspection.refusal()));
        }
        return inspection;
    }

    private Optional<Inspection> ask(Path source) {
        return formats.stream()
                .flatMap(format -> format.inspect(source, this::ask).stream())
                .findFirst();
    }

    private static Inspection unknown(Path source) {
        String what = Files.isDirectory(source) ? "This folder" : "This file";
        return Inspection.refused(
                "unknown",
                "Not recognised",
                what + " is no model that Modeldeck knows. " + ACCEPTED);
    }
}
