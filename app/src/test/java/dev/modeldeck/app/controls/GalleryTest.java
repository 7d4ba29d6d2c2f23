package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.Problem;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.util.List;

class GalleryTest {

    @ParameterizedTest
    @EnumSource(Look.class)
    void all_controls_show_in_both_looks(Look look) throws Exception {
        try (TabPreview preview = TabPreview.show(look, GalleryTest::gallery)) {
            assertThat(preview.find(".status-pill", StatusPill.class).getText()).isEqualTo("Ready");
            assertThat(Files.size(preview.picture("controls"))).isGreaterThan(20_000);
        }
    }

    private static VBox gallery() {
        Label title = new Label("Controls");
        title.getStyleClass().add("page-title");
        HBox pills = new HBox();
        pills.getStyleClass().add("row-8");
        pills.getChildren()
                .addAll(
                        new StatusPill("Ready", StatusPill.Tone.GOOD),
                        new StatusPill("Not ready (Updating)", StatusPill.Tone.BUSY),
                        new StatusPill("Ready (Update failed)", StatusPill.Tone.BAD),
                        new StatusPill("Not ready (Stopped)", StatusPill.Tone.OFF));
        HBox buttons = new HBox(new Button("Default"), new SearchField());
        buttons.getStyleClass().add("row-8");
        Button accent = new Button("Accent");
        accent.getStyleClass().add("accent");
        buttons.getChildren().add(accent);
        MetricTile tile = new MetricTile("P50 latency");
        tile.show(Formats.millis(124.2), "last 5 minutes");
        MetricTile other = new MetricTile("Tokens per second");
        other.show("37.4", "one worker");
        HBox tiles = new HBox(tile, other);
        tiles.getStyleClass().add("row-12");
        CodePane code =
                CodePane.json(
                        "{\n  \"model\": \"tiny\",\n  \"max_tokens\": 64, \"stream\": true\n}");
        code.setPrefHeight(120);
        code.setMinHeight(120);
        ProblemPane problem = new ProblemPane(() -> {});
        problem.show(new Problem.Unavailable("The worker is loading. Try again in a moment."));
        EmptyState empty =
                new EmptyState(
                        "fth-box",
                        "No models yet",
                        "Register a Hugging Face folder, a TorchScript file or an MLflow model.",
                        "Register a model",
                        () -> {});
        SettingForm form =
                new SettingForm(
                        List.of(
                                new SettingSpec(
                                        "port",
                                        "Port",
                                        "Where the gateway listens.",
                                        new SettingSpec.Kind.Whole(0, 65_535),
                                        "8765"),
                                new SettingSpec(
                                        "tls", "TLS", "", new SettingSpec.Kind.Flag(), "true"),
                                new SettingSpec(
                                        "key", "Key", "", new SettingSpec.Kind.Secret(), "abc")));
        HBox states = new HBox(empty, problem, form);
        VBox page = new VBox(title, pills, buttons, tiles, code, states);
        page.getStyleClass().add("page");
        return page;
    }
}
