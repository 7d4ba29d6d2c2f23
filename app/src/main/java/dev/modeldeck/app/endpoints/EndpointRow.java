package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.EndpointStatus;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metrics;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of the table in the words it shows. */
record EndpointRow(
        EndpointName name,
        EndpointStatus status,
        String entities,
        String compute,
        String requestsPerMinute,
        String p50,
        String errors,
        String updated) {

    static EndpointRow of(Endpoint endpoint, Metrics.Snapshot now) {
        return new EndpointRow(
                endpoint.name(),
                EndpointStatus.of(endpoint),
                endpoint.config().map(EndpointRow::entities).orElse(""),
                endpoint.config().map(EndpointRow::compute).orElse(""),
                now.requestsPerMinute() == 0
                        ? "0"
                        : String.format(Locale.ENGLISH, "%.0f", now.requestsPerMinute()),
                Double.isNaN(now.p50Millis()) ? "–" : Formats.millis(now.p50Millis()),
                Long.toString(now.errors()),
                Formats.ago(endpoint.updatedAt()));
    }

    private static String entities(EndpointConfig config) {
        if (config.entities().size() == 1) {
            return label(config.entities().getFirst());
        }
        String model = "";
        StringBuilder words = new StringBuilder();
        for (ServedEntity entity : config.entities()) {
            boolean same = entity.model().model().equals(model);
            model = entity.model().model();
            words.append(words.isEmpty() ? "" : ", ")
                    .append(same ? "v" + entity.version() : label(entity))
                    .append(" ")
                    .append(share(config, entity))
                    .append(" %");
        }
        return words.toString();
    }

    static String label(ServedEntity entity) {
        return entity.model().model() + " v" + entity.version();
    }

    static int share(EndpointConfig config, ServedEntity entity) {
        return config.routes().stream()
                .filter(r -> r.servedEntity().equals(entity.name()))
                .mapToInt(EndpointConfig.Route::percentage)
                .sum();
    }

    private static String compute(EndpointConfig config) {
        return config.entities().stream()
                .map(e -> e.compute().device())
                .map(device -> device.equals("cpu") ? "CPU" : device.toUpperCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Whether any of what the row shows holds the text. */
    boolean matches(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Stream.of(name.value(), entities, status.words())
                .anyMatch(shown -> shown.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
