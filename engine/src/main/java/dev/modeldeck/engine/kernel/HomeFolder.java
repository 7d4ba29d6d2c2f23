package dev.modeldeck.engine.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which Modeldeck keeps everything of one person; made when missing. */
public record HomeFolder(Path root) {

    public HomeFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The SQLite file. */
    public Path database() {
        return child("").resolve("modeldeck.db");
    }

    /** Files of registered model versions that were copied. */
    public Path models() {
        return child("models");
    }

    /** One folder for each worker process: its log, its port file. */
    public Path workers() {
        return child("workers");
    }

    /** Text logs of the program itself. */
    public Path logs() {
        return child("logs");
    }

    /** Models that came with the program, unpacked. */
    public Path starter() {
        return child("starter");
    }

    /** What the window remembers: theme, size, conversations. */
    public Path window() {
        return child("window");
    }

    private Path child(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create " + root.resolve(name) + ". Choose another folder with --home.",
                    e);
        }
    }
}
