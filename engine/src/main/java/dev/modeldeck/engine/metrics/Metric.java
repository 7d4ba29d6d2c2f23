package dev.modeldeck.engine.metrics;

/** What can be drawn over time. */
public enum Metric {
    REQUEST_RATE("Request rate", "requests/s"),
    LATENCY_P50("Latency P50", "ms"),
    LATENCY_P95("Latency P95", "ms"),
    LATENCY_P99("Latency P99", "ms"),
    ERRORS_4XX("Errors 4xx", "errors/s"),
    ERRORS_5XX("Errors 5xx", "errors/s"),
    TIME_TO_FIRST_TOKEN_P50("Time to first token P50", "ms"),
    TIME_TO_FIRST_TOKEN_P95("Time to first token P95", "ms"),
    INTER_TOKEN_P50("Time between tokens P50", "ms"),
    INTER_TOKEN_P95("Time between tokens P95", "ms"),
    QUEUED_P50("Waiting for a slot P50", "ms"),
    QUEUED_P95("Waiting for a slot P95", "ms"),
    TOKENS_PER_SECOND("Output tokens", "tokens/s"),
    INPUT_TOKENS_PER_SECOND("Input tokens", "tokens/s"),
    IN_FLIGHT("Requests in flight", "requests"),
    CPU("CPU", "% of a core"),
    MEMORY("Memory", "MB"),
    GPU("GPU", "%"),
    GPU_MEMORY("GPU memory", "MB");

    private final String label;
    private final String unit;

    Metric(String label, String unit) {
        this.label = label;
        this.unit = unit;
    }

    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }
}
