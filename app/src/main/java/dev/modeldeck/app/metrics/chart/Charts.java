package dev.modeldeck.app.metrics.chart;

import dev.modeldeck.app.metrics.chart.ChartSpec.Trace;
import dev.modeldeck.engine.metrics.Metric;

import java.util.List;

/** The charts of what is measured here, in the order in which they are shown. */
public final class Charts {

    private Charts() {}

    public static List<ChartSpec<Metric>> all() {
        return List.of(
                one("request-rate", "Request rate", Metric.REQUEST_RATE),
                new ChartSpec<>(
                        "latency",
                        "Latency",
                        "ms",
                        List.of(
                                new Trace<>(Metric.LATENCY_P50, "P50"),
                                new Trace<>(Metric.LATENCY_P95, "P95"),
                                new Trace<>(Metric.LATENCY_P99, "P99"))),
                new ChartSpec<>(
                        "errors",
                        "Errors",
                        "errors/s",
                        List.of(
                                new Trace<>(Metric.ERRORS_4XX, "4xx"),
                                new Trace<>(Metric.ERRORS_5XX, "5xx"))),
                new ChartSpec<>(
                        "time-to-first-token",
                        "Time to first token",
                        "ms",
                        List.of(
                                new Trace<>(Metric.TIME_TO_FIRST_TOKEN_P50, "P50"),
                                new Trace<>(Metric.TIME_TO_FIRST_TOKEN_P95, "P95"))),
                new ChartSpec<>(
                        "inter-token",
                        "Time between tokens",
                        "ms",
                        List.of(
                                new Trace<>(Metric.INTER_TOKEN_P50, "P50"),
                                new Trace<>(Metric.INTER_TOKEN_P95, "P95"))),
                new ChartSpec<>(
                        "tokens",
                        "Tokens",
                        "tokens/s",
                        List.of(
                                new Trace<>(Metric.TOKENS_PER_SECOND, "Out"),
                                new Trace<>(Metric.INPUT_TOKENS_PER_SECOND, "In"))),
                one("in-flight", "Requests in flight", Metric.IN_FLIGHT),
                new ChartSpec<>(
                        "queue",
                        "Waiting for a slot",
                        "ms",
                        List.of(
                                new Trace<>(Metric.QUEUED_P50, "P50"),
                                new Trace<>(Metric.QUEUED_P95, "P95"))),
                one("cpu", "CPU", Metric.CPU),
                one("memory", "Memory", Metric.MEMORY),
                one("gpu", "GPU", Metric.GPU),
                one("gpu-memory", "GPU memory", Metric.GPU_MEMORY));
    }

    /** Those of a machine that computes on its processor only. */
    public static List<ChartSpec<Metric>> withoutCards() {
        return all().stream().filter(chart -> !chart.id().startsWith("gpu")).toList();
    }

    private static ChartSpec<Metric> one(String id, String title, Metric metric) {
        return new ChartSpec<>(id, title, metric.unit(), List.of(new Trace<>(metric, "")));
    }
}
