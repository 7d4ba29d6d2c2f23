package dev.modeldeck.engine.metrics;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What was counted in a span of time. Spans are put together by adding: histograms (HdrHistogram,
 * Tene 2012) add up without loss, so that percentiles are true over any range. Not safe for
 * threads; its owner sees to that.
 */
final class Tally {

    /** Two digits: a percentile is wrong by one percent at most. */
    static final int DIGITS = 2;

    long requests;
    long errors4xx;
    long errors5xx;
    long tokensIn;
    long tokensOut;
    int inFlight;
    int samples;
    double cpu;
    double memory;
    int gpuSamples;
    double gpu;
    double gpuMemory;
    @Nullable AbstractHistogram latency;
    @Nullable AbstractHistogram firstToken;
    @Nullable AbstractHistogram interToken;
    @Nullable AbstractHistogram queued;

    void latency(Duration time) {
        latency = recorded(latency, time);
    }

    void firstToken(Duration time) {
        firstToken = recorded(firstToken, time);
    }

    void interToken(Duration time) {
        interToken = recorded(interToken, time);
    }

    void queued(Duration time) {
        queued = recorded(queued, time);
    }

    private static AbstractHistogram recorded(
            @Nullable AbstractHistogram histogram, Duration time) {
        AbstractHistogram kept = histogram == null ? new PackedHistogram(DIGITS) : histogram;
        kept.recordValue(micros(time));
        return kept;
    }

    private static long micros(Duration time) {
        return Math.max(1, time.toNanos() / 1000);
    }

    void add(Tally other) {
        requests += other.requests;
        errors4xx += other.errors4xx;
        errors5xx += other.errors5xx;
        tokensIn += other.tokensIn;
        tokensOut += other.tokensOut;
        inFlight = Math.max(inFlight, other.inFlight);
        samples += other.samples;
        cpu += other.cpu;
        memory += other.memory;
        gpuSamples += other.gpuSamples;
        gpu += other.gpu;
        gpuMemory += other.gpuMemory;
        latency = sum(latency, other.latency);
        firstToken = sum(firstToken, other.firstToken);
        interToken = sum(interToken, other.interToken);
        queued = sum(queued, other.queued);
    }

    private static @Nullable AbstractHistogram sum(
            @Nullable AbstractHistogram a, @Nullable AbstractHistogram b) {
        if (b == null) {
            return a;
        }
        AbstractHistogram sum = a == null ? new Histogram(DIGITS) : a;
        sum.add(b);
        return sum;
    }

    boolean empty() {
        return requests == 0 && inFlight == 0 && samples == 0 && gpuSamples == 0;
    }

    /** A measure over these seconds; NaN where there is none. */
    double value(Metric metric, long seconds) {
        return switch (metric) {
            case REQUEST_RATE -> (double) requests / seconds;
            case LATENCY_P50 -> millis(latency, 50);
            case LATENCY_P95 -> millis(latency, 95);
            case LATENCY_P99 -> millis(latency, 99);
            case ERRORS_4XX -> (double) errors4xx / seconds;
            case ERRORS_5XX -> (double) errors5xx / seconds;
            case TIME_TO_FIRST_TOKEN_P50 -> millis(firstToken, 50);
            case TIME_TO_FIRST_TOKEN_P95 -> millis(firstToken, 95);
            case INTER_TOKEN_P50 -> millis(interToken, 50);
            case INTER_TOKEN_P95 -> millis(interToken, 95);
            case QUEUED_P50 -> millis(queued, 50);
            case QUEUED_P95 -> millis(queued, 95);
            case TOKENS_PER_SECOND -> (double) tokensOut / seconds;
            case INPUT_TOKENS_PER_SECOND -> (double) tokensIn / seconds;
            case IN_FLIGHT -> inFlight;
            case CPU -> samples == 0 ? Double.NaN : cpu / samples;
            case MEMORY -> samples == 0 ? Double.NaN : memory / samples;
            case GPU -> gpuSamples == 0 ? Double.NaN : gpu / gpuSamples;
            case GPU_MEMORY -> gpuSamples == 0 ? Double.NaN : gpuMemory / gpuSamples;
        };
    }

    private static double millis(@Nullable AbstractHistogram histogram, double percentile) {
        return histogram == null || histogram.getTotalCount() == 0
                ? Double.NaN
                : histogram.getValueAtPercentile(percentile) / 1000.0;
    }
}
