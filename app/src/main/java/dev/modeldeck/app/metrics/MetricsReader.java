package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.app.metrics.chart.ChartSpec.Trace;
import dev.modeldeck.engine.metrics.Metric;
import dev.modeldeck.engine.metrics.Series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what charts show from the engine's measures. Blocks: not for the FX thread. */
final class MetricsReader {

    /** Where series come from; the engine's {@code Metrics::series}. */
    @FunctionalInterface
    interface Source {
        Series series(Metric metric, String endpoint, String servedEntity, TimeRange range);
    }

    /** What the servers behind a selection measured themselves. */
    @FunctionalInterface
    interface Servers {
        List<ServerFigures> read(Selection selection, Steps steps);
    }

    /**
     * All that charts show.
     *
     * @param data by the id of the chart
     */
    record Figures(Map<String, ChartData> data, List<ServerFigures> servers) {

        static final Figures NONE = new Figures(Map.of(), List.of());
    }

    private final Source source;
    private final Servers servers;

    MetricsReader(Source source, Servers servers) {
        this.source = source;
        this.servers = servers;
    }

    /** All of it over the same steps. */
    Figures read(List<ChartSpec<Metric>> charts, Selection selection) {
        Map<String, ChartData> all = new LinkedHashMap<>();
        charts.forEach(chart -> all.put(chart.id(), read(chart, selection)));
        Steps steps = Steps.of(all.values().iterator().next());
        return new Figures(all, servers.read(selection, steps));
    }

    private ChartData read(ChartSpec<Metric> chart, Selection selection) {
        List<ChartData.Line> lines = new ArrayList<>();
        List<Series> read = new ArrayList<>();
        if (selection.entities().size() <= 1) {
            String entity = selection.entities().isEmpty() ? "" : selection.entities().getFirst();
            for (Trace<Metric> trace : chart.traces()) {
                read.add(one(trace.source(), selection, entity));
                lines.add(line(trace.label(), read.getLast()));
            }
        } else {
            // Side by side, the first trace of a chart stands for it: P50 of each served entity.
            for (String entity : selection.entities()) {
                read.add(one(chart.traces().getFirst().source(), selection, entity));
                lines.add(line(entity, read.getLast()));
            }
        }
        return new ChartData(read.getFirst().from(), read.getFirst().step(), lines);
    }

    private Series one(Metric metric, Selection selection, String entity) {
        return source.series(metric, selection.endpoint(), entity, selection.range());
    }

    private static ChartData.Line line(String label, Series series) {
        return new ChartData.Line(label, Arrays.stream(series.values()).boxed().toList());
    }
}
