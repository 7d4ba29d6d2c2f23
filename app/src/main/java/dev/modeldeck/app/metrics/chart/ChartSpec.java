package dev.modeldeck.app.metrics.chart;

import java.util.List;

/**
 * A chart as data: adding one is a line in {@link Charts} or {@link ServerCharts}.
 *
 * @param <Q> what its lines are read from
 * @param id stable word
 * @param unit of all its traces
 */
public record ChartSpec<Q>(String id, String title, String unit, List<Trace<Q>> traces) {

    public ChartSpec {
        traces = List.copyOf(traces);
    }

    /** One line of the chart; the label may be empty where there is only one. */
    public record Trace<Q>(Q source, String label) {}
}
