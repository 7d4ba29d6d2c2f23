package dev.modeldeck.app.fx;

import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files and a picture that are pasted or dropped.
 *
 * @param picture where there are no files
 * @param text whether there is text as well: of a table, programs share both
 */
public record SharedContent(List<Path> files, Optional<Image> picture, boolean text) {

    public SharedContent {
        files = List.copyOf(files);
    }

    /** Of the clipboard, or of what is dragged. */
    public static SharedContent of(Clipboard board) {
        List<Path> files =
                board.hasFiles() ? board.getFiles().stream().map(File::toPath).toList() : List.of();
        boolean picture = files.isEmpty() && board.hasImage();
        return new SharedContent(
                files,
                picture ? Optional.ofNullable(board.getImage()) : Optional.empty(),
                board.hasString());
    }

    public boolean isEmpty() {
        return files.isEmpty() && picture.isEmpty();
    }
}
