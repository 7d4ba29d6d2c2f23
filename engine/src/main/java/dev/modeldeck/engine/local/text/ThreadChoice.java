package dev.modeldeck.engine.local.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses a number of threads by what the same work costs with it: now and then the next larger or
 * smaller number is tried, and taken when it was clearly better most of the last times. Trying it
 * costs a hundredth of the time at most: the worse it was, the later it is tried again.
 */
final class ThreadChoice {

    /** What is taken instead must be better by a twentieth, so that noise changes nothing. */
    private static final double BETTER = 0.95;

    private static final double SHARE_OF_TIME = 0.01;
    private static final int SOONEST = 4;
    private static final int LATEST = 128;

    /** Costs that are remembered: one in three may be an outlier, such as the very first. */
    private static final int REMEMBERED = 3;

    /** From 1 to the most, each twice the one before. */
    private final int[] numbers;

    private int used;
    private int given;
    private boolean smaller = true;
    private int wait;
    private final Deque<Double> usual = new ArrayDeque<>();

    /** What other numbers cost, as multiples of the usual. */
    private final Map<Integer, Deque<Double>> tried = new HashMap<>();

    /**
     * @param most threads, with which it begins
     */
    ThreadChoice(int most) {
        numbers =
                IntStream.concat(
                                IntStream.iterate(1, n -> n < most, n -> 2 * n), IntStream.of(most))
                        .toArray();
        used = numbers.length - 1;
    }

    /** With how many threads the next work is to be done. */
    int next() {
        boolean trying = numbers.length > 1 && wait <= 0 && usual.size() == REMEMBERED;
        given = trying ? neighbour() : used;
        return numbers[given];
    }

    private int neighbour() {
        int other = smaller ? used - 1 : used + 1;
        smaller = !smaller;
        return other < 0 || other == numbers.length ? neighbour() : other;
    }

    /** What the work cost that {@link #next} was asked for; comparable with the work before. */
    void took(double cost) {
        if (given == used) {
            remember(usual, cost);
            wait--;
            return;
        }
        double ratio = cost / median(usual);
        Deque<Double> ratios = tried.computeIfAbsent(given, _ -> new ArrayDeque<>());
        remember(ratios, ratio);
        wait = 1;
        if (ratios.size() == REMEMBERED) {
            if (median(ratios) < BETTER) {
                used = given;
                usual.clear();
                tried.clear();
            } else {
                wait = (int) Math.clamp((ratio - 1) / SHARE_OF_TIME, SOONEST, LATEST);
            }
        }
    }

    /** Whether the numbers beside the one in use are known well enough to have been taken. */
    boolean settled() {
        int neighbours = (used > 0 ? 1 : 0) + (used < numbers.length - 1 ? 1 : 0);
        return tried.values().stream().filter(ratios -> ratios.size() == REMEMBERED).count()
                == neighbours;
    }

    private static void remember(Deque<Double> costs, double cost) {
        if (costs.size() == REMEMBERED) {
            costs.removeFirst();
        }
        costs.addLast(cost);
    }

    private static double median(Deque<Double> costs) {
        return Rounds.median(costs.stream().toList());
    }
}
