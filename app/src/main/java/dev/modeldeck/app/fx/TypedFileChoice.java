package dev.modeldeck.app.fx;

import javafx.stage.Window;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A field for the path, where the platform has no dialogs for files. */
final class TypedFileChoice implements FileChoice {

    @Override
    public Optional<Path> folder(Window owner, String title) {
        return ask(owner, title, "");
    }

    @Override
    public Optional<Path> file(Window owner, String title) {
        return ask(owner, title, "");
    }

    @Override
    public Optional<Path> save(Window owner, String title, String suggestedName) {
        return ask(
                owner, title, Path.of(System.getProperty("user.home"), suggestedName).toString());
    }

    private static Optional<Path> ask(Window owner, String title, String initial) {
        return Dialogs.askText(owner, title, Texts.common().get("file.typed"), initial)
                .filter(text -> !text.isBlank())
                .flatMap(TypedFileChoice::path);
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text.strip()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
