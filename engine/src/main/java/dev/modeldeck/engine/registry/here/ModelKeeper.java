package dev.modeldeck.engine.registry.here;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that keeps models on this machine. */
interface ModelKeeper {

    /** A model as the program calls it, and where its files are. */
    record Kept(String name, Path path) {}

    /** What a person calls the program. */
    String name();

    /**
     * The models that are there now; none where the program has no folder.
     *
     * @throws IOException if its folder cannot be read
     */
    List<Kept> models() throws IOException;
}
