package dev.modeldeck.app;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.Engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Makes the pictures of the README and of every tab; for people, see CONTRIBUTING. */
@EnabledIfSystemProperty(named = "modeldeck.pictures", matches = ".+")
class PicturesTest {

    private final Path folder =
            Path.of(System.getProperty("modeldeck.pictures", "target/pictures"));

    @TempDir Path home;

    @Test
    void every_tab_in_both_looks() {
        try (Engine engine = Workbench.engine(home)) {
            try (Workbench window = Workbench.open(engine, Look.LIGHT)) {
                for (String tab :
                        new String[] {
                            "models", "endpoints", "playground", "metrics", "logs", "settings"
                        }) {
                    window.go(new Destination.Tab(tab));
                    window.pictures("first-" + tab, folder);
                }
            }
        }
    }
}
