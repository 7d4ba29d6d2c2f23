package dev.modeldeck.engine.metrics;

import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What Databricks' metrics export tells of the last minute of an endpoint, under its names. */
final class DatabricksText {

    private static final List<Integer> BUCKETS =
            List.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
                    120_000, 300_000, 600_000);

    private static final int MINUTE = 60;

    private DatabricksText() {}

    /** Of the machine, as what a worker needs is told in shares of it. */
    record Machine(int cores, double megabytes) {}

    static String of(String endpoint, Map<String, Tally> entities, Machine machine) {
        StringBuilder text = new StringBuilder();
        Map<String, Tally> sorted = new TreeMap<>(entities);
        gauge(text, "cpu_usage_percentage", endpoint, sorted, t -> cpu(t) / machine.cores());
        gauge(
                text,
                "mem_usage_percentage",
                endpoint,
                sorted,
                t -> 100 * memory(t) / machine.megabytes());
        gauge(text, "gpu_usage_percentage", endpoint, sorted, t -> t.value(Metric.GPU, MINUTE));
        gauge(
                text,
                "provisioned_concurrent_requests_total",
                endpoint,
                sorted,
                t -> t.value(Metric.IN_FLIGHT, MINUTE));
        text.append("# TYPE request_count_total gauge\n");
        sorted.forEach((e, t) ->
                line(text, "request_count_total", labels(endpoint, e), (double) t.requests));
        text.append("# TYPE request_4xx_count_total gauge\n");
        sorted.forEach((e, t) ->
                line(text, "request_4xx_count_total", labels(endpoint, e), (double) t.errors4xx));
        text.append("# TYPE request_5xx_count_total gauge\n");
        sorted.forEach((e, t) ->
                line(text, "request_5xx_count_total", labels(endpoint, e), (double) t.errors5xx));
        text.append("# TYPE request_latency_ms histogram\n");
        sorted.forEach((e, t) -> histogram(text, labels(endpoint, e), t.latency));
        return text.toString();
    }

    private static void gauge(
            StringBuilder text,
            String name,
            String endpoint,
            Map<String, Tally> entities,
            ToDoubleFunction<Tally> figure) {
        text.append("# TYPE ").append(name).append(" gauge\n");
        entities.forEach((entity, tally) -> {
            double value = figure.applyAsDouble(tally);
            if (!Double.isNaN(value)) {
                line(text, name, labels(endpoint, entity), value);
            }
        });
    }

    private static double cpu(Tally tally) {
        return tally.value(Metric.CPU, MINUTE);
    }

    private static double memory(Tally tally) {
        return tally.value(Metric.MEMORY, MINUTE);
    }

    private static void histogram(
            StringBuilder text, String labels, @Nullable AbstractHistogram h) {
        if (h == null) {
            return;
        }
        for (int bound : BUCKETS) {
            line(
                    text,
                    "request_latency_ms_bucket",
                    labels + ",le=\"" + bound + "\"",
                    (double) h.getCountBetweenValues(0, bound * 1000L));
        }
        line(
                text,
                "request_latency_ms_bucket",
                labels + ",le=\"+Inf\"",
                (double) h.getTotalCount());
        line(text, "request_latency_ms_sum", labels, h.getMean() * h.getTotalCount() / 1000);
        line(text, "request_latency_ms_count", labels, (double) h.getTotalCount());
    }

    private static String labels(String endpoint, String entity) {
        return "endpoint_name=\"" + endpoint + "\",served_entity_name=\"" + entity + "\"";
    }

    private static void line(StringBuilder text, String name, String labels, double value) {
        text.append(name).append('{').append(labels).append("} ");
        text.append(
                value == Math.rint(value)
                        ? String.valueOf((long) value)
                        : String.format(Locale.ROOT, "%.3f", value));
        text.append('\n');
    }
}
