package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.EngineException;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The pictures that go with the prompt. */
final class DraftPictures {

    /**
     * What came of files.
     *
     * @param refusal of one of them; empty where all are pictures
     */
    private record Read(List<Picture> pictures, String refusal) {}

    private final Work work;
    private final PictureFiles files;
    private final Texts texts = Texts.of("playground");
    private final ObservableList<Picture> all = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    DraftPictures(Work work, PictureFiles files) {
        this.work = work;
        this.files = files;
    }

    ObservableList<Picture> all() {
        return all;
    }

    /** Why the last one was not taken; empty where it was. */
    ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    Path path(Picture picture) {
        return files.path(picture);
    }

    void add(List<Path> paths) {
        attach(paths.stream().<Supplier<Picture>>map(path -> () -> files.add(path)).toList());
    }

    /**
     * One without a file, from the clipboard.
     *
     * @param png its bytes, made aside
     */
    void add(Supplier<byte[]> png) {
        attach(List.of(() -> files.add(texts.get("picture.pasted"), png.get())));
    }

    void remove(Picture picture) {
        problem.set("");
        all.remove(picture);
    }

    void set(List<Picture> pictures) {
        problem.set("");
        all.setAll(pictures);
    }

    void clear() {
        set(List.of());
    }

    private void attach(List<Supplier<Picture>> readings) {
        problem.set("");
        work.run(() -> read(readings), this::taken, failed -> problem.set(failed.message()));
    }

    /** In their order; one that is refused keeps none of the others away. */
    private static Read read(List<Supplier<Picture>> readings) {
        List<Picture> pictures = new ArrayList<>();
        String refusal = "";
        for (Supplier<Picture> reading : readings) {
            try {
                pictures.add(reading.get());
            } catch (EngineException e) {
                refusal = e.problem().message();
            }
        }
        return new Read(pictures, refusal);
    }

    /** The same picture twice tells a model nothing more. */
    private void taken(Read read) {
        problem.set(read.refusal());
        for (Picture picture : read.pictures()) {
            if (all.stream().noneMatch(there -> there.file().equals(picture.file()))) {
                all.add(picture);
            }
        }
    }
}
