package dev.modeldeck.engine.metrics;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** The last quarter of an hour of one key, a tally a second. Seconds without events have none. */
final class Track {

    /** Seconds kept: a quarter of an hour and a little. */
    static final int SECONDS = 1024;

    private final @Nullable Tally[] tallies = new Tally[SECONDS];
    private final long[] seconds = new long[SECONDS];

    /** Calls in flight after the last event of the second. */
    private final int[] levels = new int[SECONDS];

    private int level;
    private long lastEvent;

    synchronized void record(long second, Consumer<Tally> event) {
        event.accept(open(second));
    }

    /** A call begins (1) or ends (-1). */
    synchronized void inFlight(long second, int change) {
        Tally tally = open(second);
        level = Math.max(0, level + change);
        tally.inFlight = Math.max(tally.inFlight, level);
        levels[at(second)] = level;
    }

    synchronized int inFlight() {
        return level;
    }

    synchronized long lastEvent() {
        return lastEvent;
    }

    /** Adds what happened from a second (inclusive) to another (exclusive). */
    void addTo(Tally sum, long from, long to) {
        int carried = levelBefore(from);
        for (long second = from; second < to; second++) {
            synchronized (this) {
                Tally tally = at(second, tallies);
                if (tally == null) {
                    sum.inFlight = Math.max(sum.inFlight, carried);
                } else {
                    sum.add(tally);
                    carried = levels[at(second)];
                }
            }
        }
    }

    private synchronized int levelBefore(long from) {
        if (lastEvent < from) {
            return level;
        }
        for (long second = from - 1; second > from - SECONDS; second--) {
            if (at(second, tallies) != null) {
                return levels[at(second)];
            }
        }
        return 0;
    }

    private Tally open(long second) {
        Tally tally = at(second, tallies);
        if (tally == null) {
            tally = new Tally();
            tally.inFlight = level;
            tallies[at(second)] = tally;
            seconds[at(second)] = second;
            levels[at(second)] = level;
        }
        boolean setBack = second < lastEvent - SECONDS; // the clock, that is
        lastEvent = setBack ? second : Math.max(lastEvent, second);
        return tally;
    }

    private @Nullable Tally at(long second, @Nullable Tally[] from) {
        return seconds[at(second)] == second ? from[at(second)] : null;
    }

    private static int at(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
