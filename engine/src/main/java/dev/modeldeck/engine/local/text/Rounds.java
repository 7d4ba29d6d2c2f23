package dev.modeldeck.engine.local.text;

import java.util.Arrays;

/** Times the same work several times: as often as is asked for, but only once where it is long. */
final class Rounds {

    private final double[] seconds;
    private final double patience;
    private int count;
    private double spent;

    /**
     * @param most times
     * @param patience seconds after which no further time begins
     */
    Rounds(int most, double patience) {
        this.seconds = new double[most];
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

    boolean more() {
        return count < seconds.length && (count == 0 || spent < patience);
    }

    void time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        seconds[count] = (System.nanoTime() - begin) / 1e9;
        spent += seconds[count++];
    }

    double median() {
        double[] sorted = Arrays.copyOf(seconds, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }
}
