package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.MetricsPage;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What TorchServe counts. Its metrics page is empty unless it runs with {@code
 * metrics_mode=prometheus}.
 */
final class TorchServeFigures {

    static final String ADDRESS = "metrics_url";

    private static final int PORT = 8082;
    private static final double MICRO = 1e-6;
    private static final double PERCENT = 1e-2;
    private static final double MEBI = 1 << 20;

    private static final MetricFigures METRICS =
            MetricFigures.by("model_name")
                    .with(Measure.REQUESTS, "ts_inference_requests_total")
                    .scaled(Measure.REQUEST_SECONDS, MICRO, "ts_inference_latency_microseconds")
                    .scaled(Measure.QUEUE_SECONDS, MICRO, "ts_queue_latency_microseconds")
                    // Prometheus' library adds an ending to the names of counters, older ones no.
                    .with(Measure.REQUESTS_FAILED, "Requests5XX_total", "Requests5XX")
                    .scaled(Measure.CPU_USED, PERCENT, "CPUUtilization")
                    .scaled(Measure.MEMORY_BYTES, MEBI, "MemoryUsed")
                    .scaled(Measure.GPU_USED, PERCENT, "GPUUtilization")
                    .scaled(Measure.GPU_MEMORY_BYTES, MEBI, "GPUMemoryUsed");

    private TorchServeFigures() {}

    /**
     * @param described what management tells of each version of each model
     */
    static List<Figure> of(Site site, List<JsonNode> described) {
        TreeMap<String, Double> waiting = new TreeMap<>();
        for (JsonNode version : described) {
            JsonNode pending = version.path("jobQueueStatus").path("pendingRequests");
            waiting.merge(version.path("modelName").asString(""), pending.asDouble(0), Double::sum);
        }
        List<Figure> figures = new ArrayList<>();
        waiting.forEach(
                (model, count) -> figures.add(new Figure(Measure.REQUESTS_WAITING, model, count)));
        figures.addAll(MetricsPage.read(site.port(ADDRESS, PORT), "/metrics", METRICS));
        return figures;
    }
}
