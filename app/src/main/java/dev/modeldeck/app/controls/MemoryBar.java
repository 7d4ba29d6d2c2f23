package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.layout.StackPane;

import java.util.List;

/** What a model would take of the memory that is free: in a sentence, a bar and its parts. */
public final class MemoryBar extends StackPane {

    private final Texts texts = Texts.common();
    private final ShareBar bar = new ShareBar();

    public MemoryBar() {
        getChildren().add(bar);
    }

    /** All in bytes; a model without a context has no cache. */
    public void show(long weights, long cache, long overhead, long available) {
        long needed = weights + cache + overhead;
        bar.show(
                texts.get(
                        sentence(needed <= available, cache > 0),
                        Formats.bytes(needed),
                        Formats.bytes(available)),
                List.of(
                        part("memory.weights", weights),
                        part("memory.cache", cache),
                        part("memory.overhead", overhead)),
                available);
    }

    private static String sentence(boolean fits, boolean cache) {
        return fits ? "memory.fits" : cache ? "memory.over.cache" : "memory.over";
    }

    private ShareBar.Part part(String key, long bytes) {
        return new ShareBar.Part(texts.get(key, Formats.bytes(bytes)), bytes);
    }
}
