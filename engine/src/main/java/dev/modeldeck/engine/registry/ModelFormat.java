package dev.modeldeck.engine.registry;

import java.nio.file.Path;
import java.util.Optional;

/** A way in which models lie on disk. One folder under {@code registry.format} implements each. */
public interface ModelFormat {

    /** Stable word, for example {@code huggingface}. */
    String id();

    /**
     * What the files hold, if they are of this format; a format that recognises files it cannot run
     * answers with a refusal. Empty means: not mine.
     *
     * @param source a folder or a file
     * @param others to look into a nested model (an MLflow folder holds one of another format)
     */
    Optional<Inspection> inspect(Path source, Inspector others);

    /** Asks all formats. */
    interface Inspector {
        Optional<Inspection> inspect(Path source);
    }
}
