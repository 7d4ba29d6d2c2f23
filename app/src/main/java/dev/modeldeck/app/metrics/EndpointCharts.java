package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.engine.metrics.Metric;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

import java.time.Instant;
import java.util.List;

/** The last half hour of one endpoint; reads only while it can be seen. */
final class EndpointCharts extends ScrollPane {

    private static final TimeRange RANGE = TimeRange.THIRTY_MINUTES;

    private final Work work;
    private final MetricsReader reader;
    private final Selection selection;
    private final ObjectProperty<Instant> crosshair = new SimpleObjectProperty<>();
    private final ChartBoard board = new ChartBoard(crosshair);
    private final ServerBoards servers = new ServerBoards(crosshair);
    private List<ChartSpec<Metric>> charts;

    EndpointCharts(
            Work work, MetricsReader reader, List<ChartSpec<Metric>> charts, String endpoint) {
        this.work = work;
        this.reader = reader;
        this.selection = new Selection(endpoint, List.of(), RANGE);
        this.charts = charts;
        VBox all = new VBox(board, servers);
        all.getStyleClass().add("stack-24");
        setContent(all);
        setFitToWidth(true);
        getStyleClass().add("chart-scroll");
        new Heartbeat(this, RANGE.refresh(), this::read);
    }

    /** Shows these charts from now on. */
    void offer(List<ChartSpec<Metric>> all) {
        charts = all;
    }

    private void read() {
        List<ChartSpec<Metric>> wanted = charts;
        work.run(
                () -> reader.read(wanted, selection),
                read -> {
                    board.show(wanted, read.data());
                    servers.show(read.servers());
                },
                problem -> {});
    }
}
