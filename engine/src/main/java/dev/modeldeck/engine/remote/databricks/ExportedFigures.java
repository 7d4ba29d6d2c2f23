package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.wire.prometheus.Sample;
import dev.modeldeck.engine.wire.prometheus.Scrape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * An endpoint's metrics export as figures. Databricks tells of the last minute: counts are none
 * since the start, although they are named so. The served entities are added up, or averaged.
 */
final class ExportedFigures {

    private static final double PERCENT = 100;
    private static final double MILLIS = 1000;

    private final String endpoint;
    private final Scrape scrape;
    private final List<Figure> figures = new ArrayList<>();

    private ExportedFigures(String endpoint, String text) {
        this.endpoint = endpoint;
        this.scrape = Scrape.parse(text);
    }

    static List<Figure> of(String endpoint, String text) {
        ExportedFigures exported = new ExportedFigures(endpoint, text);
        exported.share(Measure.CPU_USED, "cpu_usage_percentage");
        exported.share(Measure.MEMORY_USED, "mem_usage_percentage");
        exported.share(Measure.GPU_USED, "gpu_usage_percentage");
        exported.share(Measure.GPU_MEMORY_USED, "gpu_mem_usage_percentage");
        exported.sum(Measure.REQUESTS_AT_ONCE, "provisioned_concurrent_requests_total");
        exported.sum(Measure.REQUESTS_LAST_MINUTE, "request_count_total");
        exported.sum(
                Measure.REQUESTS_FAILED_LAST_MINUTE,
                "request_4xx_count_total",
                "request_5xx_count_total");
        exported.mean(Measure.REQUEST_MEAN_SECONDS, "request_latency_ms");
        return exported.figures;
    }

    private void share(Measure measure, String name) {
        values(name).average().ifPresent(percent -> add(measure, percent / PERCENT));
    }

    private void sum(Measure measure, String... names) {
        if (values(names).findAny().isPresent()) {
            add(measure, values(names).sum());
        }
    }

    private void mean(Measure measure, String histogram) {
        OptionalDouble count = values(histogram + "_count").reduce(Double::sum);
        if (count.isPresent() && count.getAsDouble() > 0) {
            double sum = values(histogram + "_sum").sum();
            add(measure, sum / count.getAsDouble() / MILLIS);
        }
    }

    private DoubleStream values(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> scrape.of(name).stream())
                .mapToDouble(Sample::value)
                .filter(Double::isFinite);
    }

    private void add(Measure measure, double value) {
        figures.add(new Figure(measure, endpoint, value));
    }
}
