package dev.modeldeck.app.fx;

import javafx.stage.Window;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks a person for a file or folder. */
public interface FileChoice {

    Optional<Path> folder(Window owner, String title);

    Optional<Path> file(Window owner, String title);

    /**
     * Files of some kind; one, where no more can be chosen at once.
     *
     * @param kind what they are, for a person
     * @param endings of their names, such as {@code png}
     */
    default List<Path> files(Window owner, String title, String kind, List<String> endings) {
        return file(owner, title).stream().toList();
    }

    /** Where to write a file. */
    Optional<Path> save(Window owner, String title, String suggestedName);

    /**
     * The desktop's own dialogs where the platform has them; without a display, where it does not,
     * a field to type the path.
     */
    static FileChoice ofPlatform() {
        return "Headless".equals(System.getProperty("glass.platform"))
                ? new TypedFileChoice()
                : new DesktopFileChoice();
    }
}
