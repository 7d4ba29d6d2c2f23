package dev.modeldeck.app.metrics;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metric;
import dev.modeldeck.engine.metrics.Series;
import dev.modeldeck.engine.registry.ModelName;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Endpoints and series for tests of the charts. */
final class Samples {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private Samples() {}

    static Endpoint endpoint(String name, String... entities) {
        List<ServedEntity> served =
                Stream.of(entities)
                        .map(e ->
                                new ServedEntity(
                                        e,
                                        ModelName.parse("model"),
                                        1,
                                        ServedEntity.Compute.cpu(),
                                        "",
                                        false,
                                        Map.of()))
                        .toList();
        EndpointConfig config =
                new EndpointConfig(1, served, List.of(new EndpointConfig.Route(entities[0], 100)));
        return new Endpoint(
                name,
                new EndpointName(name),
                "me",
                "",
                Map.of(),
                NOW,
                NOW,
                EndpointState.READY,
                config,
                null,
                null,
                List.of());
    }

    /** A plausible curve with a gap in it. */
    static Series series(Metric metric, String endpoint, String entity, TimeRange range) {
        Random random = new Random(metric.ordinal() * 31L + entity.hashCode());
        double level =
                switch (metric) {
                    case LATENCY_P50 -> 180;
                    case LATENCY_P95 -> 420;
                    case LATENCY_P99 -> 640;
                    case TIME_TO_FIRST_TOKEN_P50 -> 38;
                    case TIME_TO_FIRST_TOKEN_P95 -> 90;
                    case TOKENS_PER_SECOND -> 210;
                    case INPUT_TOKENS_PER_SECOND -> 460;
                    case MEMORY -> 870;
                    case CPU -> 135;
                    case ERRORS_4XX, ERRORS_5XX -> 0.1;
                    default -> 3;
                };
        double[] values = new double[TimeRange.POINTS];
        double drift = 1;
        for (int i = 0; i < values.length; i++) {
            drift = Math.clamp(drift + random.nextGaussian() * 0.06, 0.5, 1.6);
            values[i] = i < 12 || (i > 60 && i < 66) ? Double.NaN : level * drift;
        }
        Duration step = range.span().dividedBy(values.length);
        return new Series(metric, endpoint, entity, NOW.minus(range.span()), step, values);
    }
}
