package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.ScrollPane;
import javafx.util.Duration;

import java.util.List;

/** The last half hour of one endpoint; reads only while it is in a window. */
final class EndpointCharts extends ScrollPane {

    private static final TimeRange RANGE = TimeRange.THIRTY_MINUTES;

    private final Work work;
    private final MetricsReader reader;
    private final Selection selection;
    private final ChartBoard board;

    EndpointCharts(Work work, MetricsReader reader, List<ChartSpec> charts, String endpoint) {
        this.work = work;
        this.reader = reader;
        this.selection = new Selection(endpoint, List.of(), RANGE);
        this.board = new ChartBoard(charts);
        setContent(board);
        setFitToWidth(true);
        getStyleClass().add("chart-scroll");
        Timeline clock =
                new Timeline(
                        new KeyFrame(
                                Duration.millis(RANGE.refresh().toMillis()),
                                event -> read(charts)));
        clock.setCycleCount(Animation.INDEFINITE);
        sceneProperty()
                .subscribe(scene -> {
                    if (scene == null) {
                        clock.stop();
                    } else {
                        read(charts);
                        clock.play();
                    }
                });
    }

    private void read(List<ChartSpec> charts) {
        work.run(() -> reader.read(charts, selection), board::show, problem -> {});
    }
}
