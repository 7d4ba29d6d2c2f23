package dev.modeldeck.app.metrics.chart;

import dev.modeldeck.app.metrics.chart.ChartSpec.Trace;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Ratio;
import dev.modeldeck.engine.connections.Reading;
import dev.modeldeck.engine.connections.Reading.Level;
import dev.modeldeck.engine.connections.Reading.Quotient;
import dev.modeldeck.engine.connections.Reading.Rate;

import java.util.List;

/**
 * The charts of what a server elsewhere measured itself, in the order in which they are shown. Of a
 * server those are shown that it tells something for.
 */
public final class ServerCharts {

    private ServerCharts() {}

    public static List<ChartSpec<Reading>> all() {
        return List.of(
                new ChartSpec<>(
                        "server-requests",
                        "Request rate",
                        "requests/s",
                        List.of(
                                new Trace<>(new Rate(Measure.REQUESTS), "Answered"),
                                new Trace<>(new Rate(Measure.REQUESTS_FAILED), "Failed"))),
                new ChartSpec<>(
                        "server-last-minute",
                        "In the last minute",
                        "requests",
                        List.of(
                                level(Measure.REQUESTS_LAST_MINUTE, "Answered"),
                                level(Measure.REQUESTS_FAILED_LAST_MINUTE, "Failed"))),
                new ChartSpec<>(
                        "server-load",
                        "In flight",
                        "requests",
                        List.of(
                                level(Measure.REQUESTS_RUNNING, "Running"),
                                level(Measure.REQUESTS_WAITING, "Waiting"),
                                level(Measure.REQUESTS_AT_ONCE, "At most"))),
                new ChartSpec<>(
                        "server-tokens",
                        "Tokens",
                        "tokens/s",
                        List.of(
                                new Trace<>(new Rate(Measure.GENERATED_TOKENS), "Out"),
                                new Trace<>(new Rate(Measure.PROMPT_TOKENS), "In"))),
                new ChartSpec<>(
                        "server-time",
                        "Time of a request",
                        "ms",
                        List.of(
                                new Trace<>(new Quotient(Ratio.REQUEST_TIME), "Mean"),
                                new Trace<>(new Quotient(Ratio.QUEUE_TIME), "Queued"),
                                level(Measure.REQUEST_MEAN_SECONDS, "Last minute"))),
                one("server-first-token", "Time to first token", "ms", Ratio.FIRST_TOKEN),
                one("server-inter-token", "Time between tokens", "ms", Ratio.INTER_TOKEN),
                one("server-prefill", "Prefill speed", "tokens/s", Ratio.PREFILL),
                one("server-decode", "Decode speed", "tokens/s", Ratio.DECODE),
                one("server-kv-cache", "KV cache used", "%", new Level(Measure.KV_CACHE_USED)),
                one("server-prefix-hits", "Prefix cache hits", "%", Ratio.PREFIX_HITS),
                one("server-drafts", "Drafts accepted", "%", Ratio.DRAFTS_ACCEPTED),
                new ChartSpec<>(
                        "server-use",
                        "Load",
                        "%",
                        List.of(level(Measure.GPU_USED, "GPU"), level(Measure.CPU_USED, "CPU"))),
                new ChartSpec<>(
                        "server-memory-share",
                        "Memory used",
                        "%",
                        List.of(
                                level(Measure.GPU_MEMORY_USED, "GPU"),
                                level(Measure.MEMORY_USED, "Main"))),
                new ChartSpec<>(
                        "server-memory",
                        "Memory",
                        "MB",
                        List.of(
                                level(Measure.GPU_MEMORY_BYTES, "GPU"),
                                level(Measure.MEMORY_BYTES, "Main"))));
    }

    private static Trace<Reading> level(Measure measure, String label) {
        return new Trace<>(new Level(measure), label);
    }

    private static ChartSpec<Reading> one(String id, String title, String unit, Ratio ratio) {
        return one(id, title, unit, new Quotient(ratio));
    }

    private static ChartSpec<Reading> one(String id, String title, String unit, Reading reading) {
        return new ChartSpec<>(id, title, unit, List.of(new Trace<>(reading, "")));
    }
}
