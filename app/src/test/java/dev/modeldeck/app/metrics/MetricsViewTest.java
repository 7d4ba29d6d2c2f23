package dev.modeldeck.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.Charts;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class MetricsViewTest {

    private final MetricsViewModel model =
            new MetricsViewModel(
                    new Work(),
                    new MetricsReader(
                            Samples::series,
                            (selection, steps) ->
                                    Samples.servers()
                                            .read(
                                                    List.of(
                                                            new Remote(
                                                                    new Connected("", "GPU host"),
                                                                    Set.of("qwen3"))),
                                                    steps)),
                    Charts.withoutCards());

    private MetricsView view() {
        return new MetricsView(model, FileChoice.ofPlatform(), () -> {});
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void charts_are_drawn_in_both_looks(Look look) {
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            MetricsView view = view();
                            model.offer(List.of(Samples.endpoint("modeldeck-chat", "one", "two")));
                            model.shown(true);
                            return view.root();
                        })) {
            preview.waitFor(() -> model.state().get() instanceof ViewState.Ready);
            assertThat(preview.picture("metrics")).isNotEmptyFile();
            assertThat(preview.find(".chart-canvas", Node.class).isVisible()).isTrue();
            assertThat(preview.find(".server-boards .section-title", Label.class).getText())
                    .isEqualTo("Measured by the server itself: GPU host (vLLM)");
            ScrollPane scroll = preview.find(".chart-scroll", ScrollPane.class);
            TabPreview.onFx(() -> {
                model.range().set(TimeRange.TWO_HOURS);
                scroll.setVvalue(1);
                return true;
            });
            preview.waitFor(
                    () -> model.figures().get().data().get("latency").step().toSeconds() > 20);
            preview.picture("metrics-servers");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void without_endpoints_the_way_to_one_is_shown(Look look) {
        try (TabPreview preview = TabPreview.show(look, () -> view().root())) {
            assertThat(preview.find(".empty-state", Node.class)).isNotNull();
            preview.picture("metrics-empty");
        }
    }

    @Test
    void the_choice_of_an_endpoint_outlives_others_that_come_and_go() {
        model.endpoint().set("risk"); // as it was left
        try (TabPreview preview = TabPreview.show(Look.LIGHT, () -> view().root())) {
            assertThat(chosenAmong(preview, "chat", "risk")).isEqualTo("risk");
            assertThat(chosenAmong(preview, "chat", "news", "risk")).isEqualTo("risk");
            assertThat(chosenAmong(preview, "risk")).isEqualTo("risk");
            assertThat(chosenAmong(preview, "chat")).isEqualTo("chat");
            assertThat(chosenAmong(preview)).isEmpty();
            assertThat(chosenAmong(preview, "chat")).isEqualTo("chat");
        }
    }

    private String chosenAmong(TabPreview preview, String... names) {
        return TabPreview.onFx(() -> {
            model.offer(
                    Stream.of(names).map(name -> Samples.endpoint(name, "one", "two")).toList());
            ComboBox<?> box = (ComboBox<?>) preview.stage().getScene().lookup("#endpoint");
            assertThat(box.getValue()).isEqualTo(model.endpoint().get());
            return model.endpoint().get();
        });
    }
}
