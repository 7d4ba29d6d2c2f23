package dev.modeldeck.app.metrics;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.FigureHistory;
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
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Endpoints and series for tests of the charts. */
final class Samples {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private Samples() {}

    /** Serves models of a connected server. */
    static Endpoint elsewhere(String name, String connection, String... models) {
        return endpoint(
                name,
                Stream.of(models)
                        .map(model ->
                                new ServedEntity(
                                        model,
                                        new ServedEntity.External(
                                                model,
                                                "connection",
                                                "llm/v1/chat",
                                                Map.of("connection_name", connection)),
                                        ServedEntity.Compute.elsewhere(),
                                        "",
                                        false,
                                        Map.of()))
                        .toList());
    }

    /** A vLLM that was looked at for two hours, and restarted in between. */
    static ServerReader servers() {
        FigureHistory history = new FigureHistory();
        Random random = new Random(3);
        double requests = 9000;
        double tokens = 4e6;
        double load = 4;
        for (int i = -720; i <= 0; i++) {
            requests = i == -20 ? 0 : requests + load * 2;
            tokens = i == -20 ? 0 : tokens + load * 1400;
            load = Math.clamp(load + random.nextGaussian() * 0.5, 1, 9);
            history.add(
                    NOW.plusSeconds(10L * i),
                    List.of(
                            new Figure(Measure.REQUESTS_RUNNING, "qwen3", Math.round(load)),
                            new Figure(Measure.REQUESTS_WAITING, "qwen3", Math.round(load / 4)),
                            new Figure(Measure.REQUESTS, "qwen3", requests),
                            new Figure(Measure.REQUEST_SECONDS, "qwen3", requests * 2.1),
                            new Figure(Measure.QUEUE_SECONDS, "qwen3", requests * 0.2),
                            new Figure(Measure.FIRST_TOKENS, "qwen3", requests),
                            new Figure(Measure.FIRST_TOKEN_SECONDS, "qwen3", requests * 0.18),
                            new Figure(Measure.GENERATED_TOKENS, "qwen3", tokens),
                            new Figure(Measure.PROMPT_TOKENS, "qwen3", tokens * 2.4),
                            new Figure(Measure.KV_CACHE_USED, "qwen3", load / 11)));
        }
        return new ServerReader(server ->
                server.name().equals("GPU host")
                        ? Optional.of(new ServerReader.Found("GPU host (vLLM)", history))
                        : Optional.empty());
    }

    static Endpoint endpoint(String name, String... entities) {
        return endpoint(
                name,
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
                        .toList());
    }

    private static Endpoint endpoint(String name, List<ServedEntity> served) {
        var route = new EndpointConfig.Route(served.getFirst().name(), 100);
        EndpointConfig config = new EndpointConfig(1, served, List.of(route));
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
