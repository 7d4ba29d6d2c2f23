package dev.modeldeck.engine.registry.format.mlflow;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder as {@code mlflow.<flavour>.save_model} writes it. */
public final class MlflowFormat implements ModelFormat {

    static final String ID = "mlflow";
    static final String LABEL = "MLflow";

    /** The file that makes a folder a model of MLflow. */
    private static final String FILE = "MLmodel";

    private static final int LARGEST = 4 << 20;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<Inspection> inspect(Path source, Inspector others) {
        Path file = source.resolve(FILE);
        if (source.endsWith(FILE) && Files.isRegularFile(source)) {
            return Optional.of(
                    Inspection.refused(
                            ID,
                            LABEL,
                            "This is only the description of an MLflow model. Choose the folder that"
                                    + " it lies in."));
        }
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.of(unreadable());
            }
            MlModel model = MlModel.parse(Files.readString(file));
            return Optional.of(new FlavourInspection(source, model, others).run());
        } catch (IOException | JacksonException e) {
            return Optional.of(unreadable());
        }
    }

    private static Inspection unreadable() {
        return Inspection.refused(
                ID,
                LABEL,
                "The file MLmodel cannot be read: it is no valid YAML, or its signature no valid"
                        + " JSON. Save the model again with MLflow.");
    }
}
