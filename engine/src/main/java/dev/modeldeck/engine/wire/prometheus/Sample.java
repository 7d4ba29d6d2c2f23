package dev.modeldeck.engine.wire.prometheus;

import java.util.Map;

/**
 * One number.
 *
 * @param name with the endings that histograms and counters have: {@code …_bucket}, {@code _sum},
 *     {@code _count}, {@code _total}; may have colons in it
 * @param value may be NaN or infinite
 */
public record Sample(String name, Map<String, String> labels, double value) {

    public Sample {
        labels = Map.copyOf(labels);
    }

    /** The value of a label; empty where it has none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
