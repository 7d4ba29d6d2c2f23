package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.engine.metrics.Metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Charts as CSV (RFC 4180): a row for each step, a column for each line. */
final class ChartCsv {

    private record Column(String name, ChartData.Line line) {}

    private ChartCsv() {}

    /** All charts share their steps, as they were read in one go; servers' own come last. */
    static String of(List<ChartSpec<Metric>> charts, MetricsReader.Figures figures) {
        List<Column> columns = new ArrayList<>();
        add(columns, "", charts, figures.data());
        for (ServerFigures server : figures.servers()) {
            add(columns, server.server() + ": ", server.charts(), server.data());
        }
        ChartData longest =
                figures.data().values().stream()
                        .reduce(ChartData.NONE, (a, b) -> b.size() > a.size() ? b : a);
        StringBuilder csv = new StringBuilder("time");
        columns.forEach(column -> csv.append(',').append(quoted(column.name())));
        csv.append("\r\n");
        for (int i = 0; i < longest.size(); i++) {
            csv.append(longest.at(i));
            for (Column column : columns) {
                double value = column.line().at(i);
                csv.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
            }
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static void add(
            List<Column> columns,
            String whose,
            List<? extends ChartSpec<?>> charts,
            Map<String, ChartData> data) {
        for (ChartSpec<?> chart : charts) {
            for (ChartData.Line line : data.getOrDefault(chart.id(), ChartData.NONE).lines()) {
                String label = line.label().isEmpty() ? "" : " " + line.label();
                columns.add(
                        new Column(
                                whose + chart.title() + label + " (" + chart.unit() + ")", line));
            }
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
