package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.cuda.CudaState;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

class SettingsTabTest {

    @TempDir Path home;

    @ParameterizedTest
    @EnumSource(Look.class)
    void all_sections_show_and_network_access_is_one_press(Look look) {
        FakeEngine engine = new FakeEngine(home);
        Work work = new Work();
        WindowMemory memory = new WindowMemory(home.resolve("window.json"), never -> {});
        memory.put("appearance", look.name());
        AtomicReference<SettingsTab> tab = new AtomicReference<>();
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            tab.set(
                                    new SettingsTab(
                                            engine.door(), new Appearance(memory), "0.1.0", work));
                            tab.get().shown();
                            return tab.get().node();
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
            scroll(preview, 0.55);
            preview.picture("settings-cards-none");
            engine.machine = CardsViewModelTest.WITH_CARDS;
            TabPreview.onFx(() -> {
                tab.get().shown();
                return true;
            });
            preview.waitFor(() -> offers(preview, "Ask how large they are"));
            preview.picture("settings-cards");
            fire(preview);
            preview.waitFor(() -> offers(preview, "Fetch 2.5 GB"));
            preview.picture("settings-cards-priced");
            fire(preview);
            preview.waitFor(() -> engine.cuda.asked.contains("fetch"));
            engine.cuda.state.set(
                    new CudaState.Fetching(CudaState.Step.DOWNLOADING, 1L << 30, 5L << 29));
            preview.waitFor(() -> offers(preview, "Cancel"));
            preview.picture("settings-cards-fetching");
            scroll(preview, 0.7);
            preview.picture("settings-storage");
            scroll(preview, 1);
            preview.picture("settings-end");
        } finally {
            work.close();
        }
    }

    private static boolean offers(TabPreview preview, String words) {
        return preview.stage().getScene().lookup("#cudaAction") instanceof Button button
                && button.getText().equals(words);
    }

    private static void fire(TabPreview preview) {
        TabPreview.onFx(() -> {
            ((Button) preview.stage().getScene().lookup("#cudaAction")).fire();
            return true;
        });
    }

    private static void scroll(TabPreview preview, double to) {
        TabPreview.onFx(() -> {
            ((ScrollPane) preview.stage().getScene().getRoot()).setVvalue(to);
            return true;
        });
    }
}
