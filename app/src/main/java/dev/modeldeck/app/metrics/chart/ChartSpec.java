package dev.modeldeck.app.metrics.chart;

import dev.modeldeck.engine.metrics.Metric;

import java.util.List;

/**
 * A chart as data: adding one is a line in {@link Charts}.
 *
 * @param id stable word, also the name of an exported file
 * @param unit of all its traces
 */
public record ChartSpec(String id, String title, String unit, List<Trace> traces) {

    public ChartSpec {
        traces = List.copyOf(traces);
    }

    /** One line of the chart; the label may be empty where there is only one. */
    public record Trace(Metric metric, String label) {}
}
