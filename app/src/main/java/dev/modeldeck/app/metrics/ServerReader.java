package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.ChartSpec;
import dev.modeldeck.app.metrics.chart.ChartSpec.Trace;
import dev.modeldeck.app.metrics.chart.ServerCharts;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.FigureHistory;
import dev.modeldeck.engine.connections.Reading;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what servers elsewhere measured themselves. Not for the FX thread. */
final class ServerReader {

    /** As many lines as there are colours; of more models, those with the most are shown. */
    private static final int MOST_LINES = 5;

    /** Where it is read from; the engine's connections. */
    @FunctionalInterface
    interface Source {

        /** Empty where it is gone. */
        Optional<Found> find(Connected server);
    }

    /**
     * A connected server.
     *
     * @param title its name, and what kind it is
     */
    record Found(String title, FigureHistory history) {

        static Found of(Connections connections, ConnectionView view) {
            String name = view.connection().name();
            return new Found(
                    connections.kinds().stream()
                            .filter(kind -> kind.id().equals(view.server()))
                            .map(RemoteServer::label)
                            .findFirst()
                            .map(kind -> name + " (" + kind + ")")
                            .orElse(name),
                    connections.history(view.connection().id()));
        }
    }

    private final Source source;

    ServerReader(Source source) {
        this.source = source;
    }

    static ServerReader of(Connections connections) {
        return new ServerReader(server ->
                connections.all().get().stream()
                        .filter(view -> {
                            Connection connection = view.connection();
                            return server.isAt(connection.id(), connection.name());
                        })
                        .findFirst()
                        .map(view -> Found.of(connections, view)));
    }

    /** In the same order; without those that are gone, or tell nothing. */
    List<ServerFigures> read(List<Remote> servers, Steps steps) {
        List<ServerFigures> all = new ArrayList<>();
        for (Remote remote : servers) {
            source.find(remote.server())
                    .map(found -> read(found, remote.models(), steps))
                    .filter(figures -> !figures.charts().isEmpty())
                    .ifPresent(all::add);
        }
        return all;
    }

    private static ServerFigures read(Found server, Set<String> models, Steps steps) {
        Drawing drawing = new Drawing(server.history(), models, steps);
        List<ChartSpec<Reading>> charts = new ArrayList<>();
        Map<String, ChartData> data = new LinkedHashMap<>();
        for (ChartSpec<Reading> chart : ServerCharts.all()) {
            List<ChartData.Line> lines = drawing.lines(chart);
            if (!lines.isEmpty()) {
                charts.add(chart);
                data.put(chart.id(), new ChartData(steps.from(), steps.step(), lines));
            }
        }
        return new ServerFigures(server.title(), charts, data);
    }

    /** Lines of charts of the same server. */
    private record Drawing(FigureHistory history, Set<String> wanted, Steps steps) {

        List<ChartData.Line> lines(ChartSpec<Reading> chart) {
            List<Trace<Reading>> told =
                    chart.traces().stream()
                            .filter(trace -> !tellers(trace.source()).isEmpty())
                            .toList();
            if (told.isEmpty()) {
                return List.of();
            }
            double scale = scale(chart.unit());
            Trace<Reading> first = told.getFirst();
            Set<String> models = tellers(first.source());
            if (models.size() > 1) {
                // Side by side, the first trace of a chart stands for it.
                return models.stream()
                        .map(model -> line(first.source(), model, model, scale))
                        .sorted(Comparator.comparingDouble(Drawing::most).reversed())
                        .limit(MOST_LINES)
                        .sorted(Comparator.comparing(ChartData.Line::label))
                        .toList();
            }
            return told.stream()
                    .map(trace -> {
                        String model = tellers(trace.source()).iterator().next();
                        return line(trace.source(), model, trace.label(), scale);
                    })
                    .toList();
        }

        /** The models it is told of; the empty name where it is told of the server only. */
        private Set<String> tellers(Reading reading) {
            Set<String> told = history.models(reading);
            Set<String> named = new TreeSet<>(told);
            named.remove("");
            if (!wanted.isEmpty()) {
                named.retainAll(wanted);
            }
            return named.isEmpty() && told.contains("") ? Set.of("") : named;
        }

        private ChartData.Line line(Reading reading, String model, String label, double scale) {
            double[] values =
                    history.values(reading, model, steps.from(), steps.step(), steps.count());
            return new ChartData.Line(
                    label, Arrays.stream(values).map(value -> value * scale).boxed().toList());
        }

        private static double most(ChartData.Line line) {
            return line.values().stream().filter(v -> !v.isNaN()).max(Double::compare).orElse(0.0);
        }

        /** From the unit of a measure to that of a chart. */
        private static double scale(String unit) {
            return switch (unit) {
                case "ms" -> 1000;
                case "%" -> 100;
                case "MB" -> 1e-6;
                default -> 1;
            };
        }
    }
}
