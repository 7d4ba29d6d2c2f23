package dev.modeldeck.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.Charts;

import javafx.scene.Node;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class MetricsViewTest {

    private final MetricsViewModel model =
            new MetricsViewModel(
                    new Work(), new MetricsReader(Samples::series), Charts.withoutCards());

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
}
