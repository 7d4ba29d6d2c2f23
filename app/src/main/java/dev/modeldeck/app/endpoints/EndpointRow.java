package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.EndpointStatus;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.ModelName;

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
            String last = model;
            model = entity.registered().map(of -> of.model().model()).orElse("");
            String label =
                    entity.registered()
                            .filter(of -> of.model().model().equals(last))
                            .map(of -> "v" + of.version())
                            .orElseGet(() -> label(entity));
            words.append(words.isEmpty() ? "" : ", ")
                    .append(label)
                    .append(" ")
                    .append(share(config, entity))
                    .append(" %");
        }
        return words.toString();
    }

    static String label(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.External external -> external.name();
            case ServedEntity.Registered(ModelName model, int version) ->
                    model.model() + " v" + version;
        };
    }

    static int share(EndpointConfig config, ServedEntity entity) {
        return config.routes().stream()
                .filter(r -> r.servedEntity().equals(entity.name()))
                .mapToInt(EndpointConfig.Route::percentage)
                .sum();
    }

    private static String device(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.External external -> external.place();
            case ServedEntity.Registered _ ->
                    entity.compute().device().equals("cpu")
                            ? "CPU"
                            : entity.compute().device().toUpperCase(Locale.ROOT);
        };
    }

    private static String compute(EndpointConfig config) {
        return config.entities().stream()
                .map(EndpointRow::device)
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
