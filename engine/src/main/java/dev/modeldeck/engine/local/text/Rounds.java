package dev.modeldeck.engine.local.text;

import java.util.ArrayList;
import java.util.List;

/** Times the same work several times: as often as is asked for, but only once where it is long. */
final class Rounds {

    private final int most;
    private final double patience;
    private final List<Double> seconds = new ArrayList<>();

    /**
     * @param most times
     * @param patience seconds in all after which no further time begins
     */
    Rounds(int most, double patience) {
        this.most = most;
        this.patience = patience;
    }

    Rounds(int most) {
        this(most, Double.MAX_VALUE);
    }

    /** Seconds in the median when the work is done so many times. */
    static double median(int times, Runnable work) {
        Rounds rounds = new Rounds(times);
        while (rounds.more()) {
            rounds.time(work);
        }
        return rounds.median();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    boolean more() {
        double spent = seconds.stream().mapToDouble(Double::doubleValue).sum();
        return seconds.isEmpty() || seconds.size() < most && spent < patience;
    }

    void time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        seconds.add((System.nanoTime() - begin) / 1e9);
    }

    double median() {
        return median(seconds);
    }
}
