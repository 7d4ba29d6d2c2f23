package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.secrets.SecretRef;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

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
            assertThat(preview.find("#source", VBox.class).isVisible())
                    .as("nothing is asked for that could not be used")
                    .isFalse();
            engine.machine = CardsViewModelTest.WITH_CARDS;
            TabPreview.onFx(() -> {
                tab.get().shown();
                return true;
            });
            preview.waitFor(() -> offers(preview, "price", "Ask how large they are"));
            preview.picture("settings-cards");
            fire(preview, "price");
            preview.waitFor(() -> offers(preview, "fetch", "Fetch 2.5 GB"));
            preview.picture("settings-cards-priced");
            fire(preview, "fetch");
            preview.waitFor(() -> engine.cuda.asked.contains("fetch"));
            engine.cuda.state.set(
                    new CudaState.Fetching(CudaState.Step.DOWNLOADING, 1L << 30, 5L << 29));
            preview.waitFor(() -> offers(preview, "cancel", "Cancel"));
            preview.picture("settings-cards-fetching");
            fire(preview, "cancel");
            preview.waitFor(() -> engine.cuda.asked.contains("cancel"));
            engine.cuda.state.set(new CudaState.Absent(1L << 30));
            preview.waitFor(() -> offers(preview, "discard", "Delete what has arrived"));
            preview.picture("settings-cards-begun");
            engine.cuda.state.set(
                    new CudaState.Failed(
                            new Problem.Unavailable("The connection broke."), 1L << 30));
            preview.waitFor(() -> !has(preview, "discard"));
            preview.picture("settings-cards-failed");
            engine.cuda.state.set(new CudaState.Present("PyTorch 2.7.1 for CUDA 12.9", 5L << 30));
            preview.waitFor(() -> offers(preview, "remove", "Delete them"));
            preview.picture("settings-cards-present");
            scroll(preview, 0.7);
            preview.picture("settings-storage");
            scroll(preview, 1);
            preview.picture("settings-end");
        } finally {
            work.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_secret_is_set_in_place_and_only_its_name_is_shown(Look look) {
        FakeEngine engine = new FakeEngine(home);
        engine.secrets.put(new SecretRef("cloud", "anthropic"), "sk-secret-1");
        engine.secrets.put(new SecretRef("cloud", "huggingface.co"), "sk-secret-2");
        engine.secrets.put(new SecretRef("modeldeck", "connection-1"), "sk-secret-3");
        engine.secrets.put(new SecretRef("modeldeck", "endpoint-1"), "sk-secret-4");
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
            preview.waitFor(() -> text(preview, "secrets-where").contains("keyring"));
            assertThat(text(preview, "secrets-others")).contains("2 keys");
            scroll(preview, 0.3);
            preview.picture("settings-secrets");
            press(preview, "secrets-add");
            TabPreview.onFx(() -> {
                preview.stage().getScene().getRoot().lookupAll(".text-field").stream()
                        .map(TextField.class::cast)
                        .forEach(field -> {
                            switch (String.valueOf(field.getId())) {
                                case "secret-scope" -> field.setText("cloud");
                                case "secret-key" -> field.setText("open ai");
                                case "secret-value" -> field.setText("sk-secret-5");
                                default -> {
                                    // another section's
                                }
                            }
                        });
                return true;
            });
            press(preview, "secret-save");
            preview.picture("settings-secrets-wrong");
            TextField key = preview.find("#secret-key", TextField.class);
            TabPreview.onFx(() -> {
                key.setText("openai");
                return true;
            });
            press(preview, "secret-save");
            preview.waitFor(() -> engine.secrets.kept.containsValue("sk-secret-5"));
            preview.waitFor(() -> preview.stage().getScene().lookup("#secrets-add").isVisible());
            preview.picture("settings-secrets-three");
        } finally {
            work.close();
        }
    }

    private static String text(TabPreview preview, String id) {
        return ((Label) preview.stage().getScene().lookup("#" + id)).getText();
    }

    private static void press(TabPreview preview, String id) {
        TabPreview.onFx(() -> {
            ((Button) preview.stage().getScene().lookup("#" + id)).fire();
            return true;
        });
    }

    private static boolean offers(TabPreview preview, String action, String words) {
        return preview.stage().getScene().lookup("#cards-" + action) instanceof Button button
                && button.getText().equals(words);
    }

    private static boolean has(TabPreview preview, String action) {
        return preview.stage().getScene().lookup("#cards-" + action) != null;
    }

    private static void fire(TabPreview preview, String action) {
        TabPreview.onFx(() -> {
            ((Button) preview.stage().getScene().lookup("#cards-" + action)).fire();
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
