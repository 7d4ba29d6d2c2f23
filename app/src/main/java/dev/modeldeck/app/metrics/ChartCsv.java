package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;

import java.util.List;
import java.util.Map;

/** Charts as CSV (RFC 4180): a row for each step, a column for each line. */
final class ChartCsv {

    private ChartCsv() {}

    /** All charts share their steps, as they were read in one go. */
    static String of(List<ChartSpec> charts, Map<String, ChartData> data) {
        StringBuilder csv = new StringBuilder("time");
        ChartData longest = ChartData.NONE;
        for (ChartSpec chart : charts) {
            ChartData shown = data.getOrDefault(chart.id(), ChartData.NONE);
            longest = shown.size() > longest.size() ? shown : longest;
            for (ChartData.Line line : shown.lines()) {
                String name = chart.title() + (line.label().isEmpty() ? "" : " " + line.label());
                csv.append(',').append(quoted(name + " (" + chart.unit() + ")"));
            }
        }
        csv.append("\r\n");
        for (int i = 0; i < longest.size(); i++) {
            csv.append(longest.at(i));
            for (ChartSpec chart : charts) {
                for (ChartData.Line line : data.getOrDefault(chart.id(), ChartData.NONE).lines()) {
                    double value = line.at(i);
                    csv.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
                }
            }
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
