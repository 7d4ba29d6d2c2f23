package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.ModelName;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of the table in the words it shows.
 *
 * @param opens where it leads
 * @param entities what is served; of a model elsewhere its task
 * @param compute on what it runs; of a model elsewhere the name of its connection
 */
record EndpointRow(
        Key key,
        Destination opens,
        String name,
        Light light,
        String entities,
        String compute,
        Numbers numbers,
        String updated) {

    private static final String UNKNOWN = "–";

    /**
     * By what a row is the same one as before.
     *
     * @param connection its id; empty for an endpoint of ours
     */
    record Key(String connection, String name) {}

    /** Of the last minute. */
    record Numbers(String requestsPerMinute, String p50, String errors) {

        static final Numbers NONE = new Numbers(UNKNOWN, UNKNOWN, UNKNOWN);

        static Numbers of(Metrics.Snapshot now) {
            return new Numbers(
                    now.requestsPerMinute() == 0
                            ? "0"
                            : String.format(Locale.ENGLISH, "%.0f", now.requestsPerMinute()),
                    Double.isNaN(now.p50Millis()) ? UNKNOWN : Formats.millis(now.p50Millis()),
                    Long.toString(now.errors()));
        }
    }

    static EndpointRow of(Endpoint endpoint, Numbers numbers) {
        return new EndpointRow(
                new Key("", endpoint.name().value()),
                new Destination.OneEndpoint(endpoint.name()),
                endpoint.name().value(),
                Light.of(endpoint),
                endpoint.config().map(EndpointRow::entities).orElse(""),
                endpoint.config().map(EndpointRow::compute).orElse(""),
                numbers,
                Formats.ago(endpoint.updatedAt()));
    }

    /**
     * A model of a connected server.
     *
     * @param light how it is, or how its server is
     */
    static EndpointRow of(Connection connection, ServedModel model, Light light) {
        return new EndpointRow(
                new Key(connection.id(), model.name()),
                new Destination.OneConnection(connection.name()),
                model.name(),
                light,
                model.task().isEmpty() ? UNKNOWN : model.task(),
                connection.name(),
                Numbers.NONE,
                UNKNOWN);
    }

    EndpointRow with(Numbers now) {
        return new EndpointRow(key, opens, name, light, entities, compute, now, updated);
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

    /** Whether any of what the row shows holds the text, which is in small letters. */
    boolean matches(String wanted) {
        return Stream.of(name, entities, compute, light.words())
                .anyMatch(shown -> shown.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
