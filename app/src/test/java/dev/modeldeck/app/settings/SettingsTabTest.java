package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;

import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

class SettingsTabTest {

    @TempDir Path home;

    @ParameterizedTest
    @EnumSource(Look.class)
    void all_sections_show_and_network_access_is_one_press(Look look) {
        FakeEngine engine = new FakeEngine(home);
        Work work = new Work();
        WindowMemory memory = new WindowMemory(home.resolve("window.json"), never -> {});
        memory.put("appearance", look.name());
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            SettingsTab tab =
                                    new SettingsTab(
                                            engine.door(), new Appearance(memory), "0.1.0", work);
                            tab.shown();
                            return tab.node();
                        })) {
            preview.waitFor(() -> preview.stage().getScene().lookup(".share-bar") != null);
            preview.picture("settings");
            TabPreview.onFx(() -> {
                RadioButton network = (RadioButton) preview.stage().getScene().lookup("#network");
                network.fire();
                return true;
            });
            preview.waitFor(() -> engine.settings.get().bindAddress().equals("0.0.0.0"));
            assertThat(preview.find("#home", Label.class).getText()).isEqualTo(home.toString());
            assertThat(preview.find("#programLog", Label.class).getText())
                    .isEqualTo(home.resolve("logs").toString());
            scroll(preview, 0.6);
            preview.picture("settings-storage");
            scroll(preview, 1);
            preview.picture("settings-end");
        } finally {
            work.close();
        }
    }

    private static void scroll(TabPreview preview, double to) {
        TabPreview.onFx(() -> {
            ((ScrollPane) preview.stage().getScene().getRoot()).setVvalue(to);
            return true;
        });
    }
}
