package dev.modeldeck.engine.kernel;

import java.io.IOException;
import java.nio.file.Path;

/** The folder in which Modeldeck keeps everything of one person; made when missing. */
public record HomeFolder(Path root) {

    /** The name of the folder of libraries for cards. */
    public static final String CUDA = "cuda";

    public HomeFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The SQLite file. */
    public Path database() {
        try {
            OwnerOnly.newFolder(root);
        } catch (IOException e) {
            throw unusable(root, e);
        }
        return root.resolve("modeldeck.db");
    }

    /** Files of registered model versions that were copied. */
    public Path models() {
        return child("models");
    }

    /** One folder for each worker process: its log, its port file. */
    public Path workers() {
        return child("workers");
    }

    /** Weights that were quantised once, which can always be made again. */
    public Path quantised() {
        return child("quantised");
    }

    /** Versions that are being fetched from other registries. */
    public Path imports() {
        return child("imports");
    }

    /** PyTorch's libraries for NVIDIA cards, where they were fetched. */
    public Path cuda() {
        return child(CUDA);
    }

    /** Keys and passwords, encrypted, where the system has no keychain. */
    public Path secrets() {
        return child("secrets");
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
        Path folder = root.resolve(name);
        try {
            OwnerOnly.folder(folder);
            return folder;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static EngineException unusable(Path folder, IOException cause) {
        return new EngineException(
                new Problem.Invalid(
                        "The folder "
                                + folder
                                + " cannot be made. Choose another one with --home, or change the"
                                + " permissions.",
                        "home"),
                cause);
    }
}
