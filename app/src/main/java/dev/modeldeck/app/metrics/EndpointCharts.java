package dev.modeldeck.app.metrics;

import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartSpec;

import javafx.scene.control.ScrollPane;

import java.util.List;

/** The last half hour of one endpoint; reads only while it can be seen. */
final class EndpointCharts extends ScrollPane {

    private static final TimeRange RANGE = TimeRange.THIRTY_MINUTES;

    private final Work work;
    private final MetricsReader reader;
    private final Selection selection;
    private List<ChartSpec> charts;
    private ChartBoard board;

    EndpointCharts(Work work, MetricsReader reader, List<ChartSpec> charts, String endpoint) {
        this.work = work;
        this.reader = reader;
        this.selection = new Selection(endpoint, List.of(), RANGE);
        this.charts = charts;
        this.board = new ChartBoard(charts);
        setContent(board);
        setFitToWidth(true);
        getStyleClass().add("chart-scroll");
        new Heartbeat(this, RANGE.refresh(), this::read);
    }

    /** Shows these charts from now on. */
    void offer(List<ChartSpec> all) {
        charts = all;
        board = new ChartBoard(all);
        setContent(board);
    }

    private void read() {
        List<ChartSpec> wanted = charts;
        work.run(() -> reader.read(wanted, selection), data -> board.show(data), problem -> {});
    }
}
