package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.MetricsPage;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Triton counts: the statistics of its models, and the metrics at a port of their own. */
final class TritonFigures {

    private static final double NANOS = 1e9;
    private static final String FIRST = "nv_inference_first_response_histogram_ms";

    /** What only the metrics tell. */
    private static final MetricFigures METRICS =
            MetricFigures.by("model")
                    .with(Measure.REQUESTS_WAITING, "nv_inference_pending_request_count")
                    .with(Measure.FIRST_TOKENS, FIRST + "_count")
                    .scaled(Measure.FIRST_TOKEN_SECONDS, 1e-3, FIRST + "_sum")
                    .with(Measure.GPU_MEMORY_BYTES, "nv_gpu_memory_used_bytes")
                    .with(Measure.GPU_USED, "nv_gpu_utilization")
                    .with(Measure.CPU_USED, "nv_cpu_utilization")
                    .with(Measure.MEMORY_BYTES, "nv_cpu_memory_used_bytes");

    private TritonFigures() {}

    static List<Figure> ofServer(Site metrics) {
        return MetricsPage.read(metrics, "/metrics", METRICS);
    }

    /** Sums over the versions of each model. */
    static List<Figure> ofModels(JsonNode statistics) {
        Map<String, Counts> models = new LinkedHashMap<>();
        for (JsonNode version : statistics.path("model_stats")) {
            models.merge(
                    version.path("name").asString(""),
                    Counts.of(version.path("inference_stats")),
                    Counts::and);
        }
        List<Figure> figures = new ArrayList<>();
        models.forEach((name, counts) -> {
            figures.add(new Figure(Measure.REQUESTS, name, counts.requests()));
            figures.add(new Figure(Measure.REQUESTS_FAILED, name, counts.failed()));
            figures.add(new Figure(Measure.REQUEST_SECONDS, name, counts.seconds()));
            figures.add(new Figure(Measure.QUEUE_SECONDS, name, counts.queued()));
        });
        return figures;
    }

    private record Counts(double requests, double failed, double seconds, double queued) {

        static Counts of(JsonNode all) {
            JsonNode well = all.path("success");
            JsonNode failed = all.path("fail");
            return new Counts(
                    count(well) + count(failed),
                    count(failed),
                    seconds(well) + seconds(failed),
                    seconds(all.path("queue")));
        }

        Counts and(Counts other) {
            return new Counts(
                    requests + other.requests,
                    failed + other.failed,
                    seconds + other.seconds,
                    queued + other.queued);
        }

        private static double count(JsonNode times) {
            return times.path("count").asDouble(0);
        }

        private static double seconds(JsonNode times) {
            return times.path("ns").asDouble(0) / NANOS;
        }
    }
}
