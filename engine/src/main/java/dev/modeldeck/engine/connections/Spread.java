package dev.modeldeck.engine.connections;

import java.time.Duration;
import java.time.Instant;

/**
 * Quotients of what came in over spans of time, in equal steps: each step gets of both numbers what
 * its part of the span is.
 */
final class Spread {

    private final long from;
    private final long step;
    private final double[] above;
    private final double[] below;

    Spread(Instant from, Duration step, int count) {
        this.from = from.toEpochMilli();
        this.step = step.toMillis();
        this.above = new double[count];
        this.below = new double[count];
    }

    /** Adds what came in between two moments, in milliseconds; nothing where a number is NaN. */
    void add(long begin, long end, double more, double over) {
        if (Double.isNaN(more) || Double.isNaN(over)) {
            return;
        }
        int first = (int) Math.clamp(Math.floorDiv(begin - from, step), 0, above.length);
        for (int i = first; i < above.length && from + i * step < end; i++) {
            long left = Math.max(begin, from + i * step);
            long right = Math.min(end, from + (i + 1) * step);
            double part = Math.max(0, right - left) / (double) (end - begin);
            above[i] += more * part;
            below[i] += over * part;
        }
    }

    /** NaN where there is nothing to divide by. */
    double[] quotients() {
        double[] quotients = new double[above.length];
        for (int i = 0; i < quotients.length; i++) {
            quotients[i] = below[i] > 0 ? above[i] / below[i] : Double.NaN;
        }
        return quotients;
    }
}
