package dev.modeldeck.engine.registry;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Names of files as files of strangers have them. */
public final class FileNames {

    private FileNames() {}

    /**
     * The file of that name in the folder; empty where it leads out of it, or is no name at all.
     */
    public static Optional<Path> below(Path folder, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = folder.resolve(name).normalize();
            return file.startsWith(folder) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
