package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.MetricsPage;

import java.util.ArrayList;
import java.util.List;

/**
 * What DJL Serving counts. Its metrics page is there only where it runs with {@code
 * SERVING_PROMETHEUS=true}; how many requests wait it always tells.
 */
final class DjlFigures {

    private static final double MICRO = 1e-6;

    private static final MetricFigures METRICS =
            MetricFigures.by("Model")
                    .with(Measure.REQUESTS, "RequestLatency_count")
                    .scaled(Measure.REQUEST_SECONDS, MICRO, "RequestLatency_sum")
                    .scaled(Measure.QUEUE_SECONDS, MICRO, "QueueTime_sum")
                    .with(Measure.REQUESTS_FAILED, "Response_5XX_total");

    private DjlFigures() {}

    static List<Figure> of(Site site, DjlModels models) {
        List<Figure> figures = new ArrayList<>();
        models.described()
                .forEach((name, parts) -> {
                    double waiting =
                            parts.stream()
                                    .mapToDouble(part -> part.path("requestInQueue").asDouble(0))
                                    .sum();
                    figures.add(new Figure(Measure.REQUESTS_WAITING, name, waiting));
                });
        figures.addAll(MetricsPage.read(site, "/server/metrics", METRICS));
        return figures;
    }
}
