package dev.modeldeck.app.settings;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.Machine;

import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/** The version of the program and what this machine has. */
final class AboutGrid extends VBox {

    private final Texts texts = Texts.of("settings");
    private final String version;
    private final KeyValueGrid grid = new KeyValueGrid();

    AboutGrid(String version) {
        this.version = version;
        getChildren().add(grid);
        show(null);
    }

    void show(@Nullable Machine machine) {
        grid.clear();
        grid.add(texts.get("about.version"), version);
        if (machine != null) {
            grid.add(
                    texts.get("about.processor"),
                    texts.get("about.cores", machine.processor(), machine.cores()));
            grid.add(
                    texts.get("about.memory"),
                    texts.get(
                            "about.memory.value",
                            Formats.bytes(machine.memoryBytes()),
                            Formats.bytes(machine.availableBytes())));
            machine.computes()
                    .forEach(device ->
                            grid.add(
                                    texts.get("about.device"),
                                    device.label() + " (" + device.id() + ")"));
        }
        grid.add(texts.get("about.java"), Runtime.version().toString());
        grid.add(
                texts.get("about.javafx"),
                System.getProperty(
                        "javafx.runtime.version", System.getProperty("javafx.version", "–")));
    }

    /** Each library with its licence. */
    static KeyValueGrid libraries() {
        KeyValueGrid grid = new KeyValueGrid();
        Library.all().forEach(library -> grid.add(library.name(), library.licence()));
        return grid;
    }
}
