package dev.modeldeck.app.settings;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.ShareBar;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.Machine;

import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What the home folder takes, by what it is for. */
final class DiskBar extends VBox {

    private final Texts texts = Texts.of("settings");
    private final ShareBar bar = new ShareBar();

    void show(@Nullable DiskUse use, @Nullable Machine machine) {
        if (use == null || machine == null) {
            return;
        }
        if (getChildren().isEmpty()) {
            getChildren().add(bar);
        }
        bar.show(
                texts.get(
                        "storage.sentence",
                        Formats.bytes(use.total()),
                        Formats.bytes(machine.diskFreeBytes())),
                List.of(
                        part("storage.models", use.models()),
                        part("storage.starter", use.starter()),
                        part("storage.database", use.database()),
                        part("storage.logs", use.logs()),
                        part("storage.rest", use.rest())),
                Math.max(1, use.total()));
    }

    private ShareBar.Part part(String key, long bytes) {
        return new ShareBar.Part(texts.get(key, Formats.bytes(bytes)), bytes);
    }
}
