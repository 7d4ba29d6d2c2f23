package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.engine.connections.Reading;

import java.util.List;
import java.util.Map;

/**
 * What a server elsewhere measured itself.
 *
 * @param server its name, and what kind it is
 * @param charts those that it tells something for
 * @param data by the id of the chart
 */
record ServerFigures(String server, List<ChartSpec<Reading>> charts, Map<String, ChartData> data) {

    ServerFigures {
        charts = List.copyOf(charts);
        data = Map.copyOf(data);
    }
}
