package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.connections.Figure.Measure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one server measured itself, look by look, for the last six hours and in memory only. Of sums
 * their growth is kept, which a restart of the server does not spoil. Safe for many threads.
 */
public final class FigureHistory {

    /** Longer without a look, and nothing is told of the time between. */
    static final Duration GAP = Duration.ofSeconds(150);

    private static final int LOOKS = (int) Duration.ofHours(6).dividedBy(RemoteServer.EVERY);

    /** Figures of each look: what is more would be a server with thousands of models. */
    static final int MOST_FIGURES = 500;

    /** A sum of sums may come out this much smaller for their order alone. */
    private static final double EXACT = 1 - 1e-9;

    private final long[] begins = new long[LOOKS];
    private final long[] ends = new long[LOOKS];
    private final Map<Key, Column> columns = new HashMap<>();

    /** Looks so far; their places repeat after {@link #LOOKS}. */
    private long looks;

    private record Key(Measure measure, String model) {}

    /** One figure: a level, or how much a sum grew since the look before; NaN where untold. */
    private static final class Column {
        final float[] values = new float[LOOKS];
        double last;
        long lastLook = -1;

        Column() {
            Arrays.fill(values, Float.NaN);
        }
    }

    /**
     * Adds what a look has found; of an earlier one than the last, what was before is forgotten.
     */
    public synchronized void add(Instant at, List<Figure> figures) {
        long end = at.toEpochMilli();
        long before = looks == 0 ? Long.MIN_VALUE : ends[place(looks - 1)];
        if (end == before) {
            return;
        }
        if (end < before) { // somebody set the clock back
            columns.clear();
            looks = 0;
            before = Long.MIN_VALUE;
        }
        boolean joins = before > end - GAP.toMillis();
        Set<String> restarted = joins ? restarted(figures) : Set.of();
        int place = place(looks);
        begins[place] = joins ? before : end - RemoteServer.EVERY.toMillis();
        ends[place] = end;
        columns.values().forEach(column -> column.values[place] = Float.NaN);
        columns.values().removeIf(column -> column.lastLook <= looks - LOOKS);
        for (Figure figure : figures) {
            Column column = column(figure);
            if (column != null) {
                boolean goesOn = joins && column.lastLook == looks - 1;
                column.values[place] =
                        value(figure, column, goesOn, restarted.contains(figure.model()));
                column.last = figure.value();
                column.lastLook = looks;
            }
        }
        looks++;
    }

    private static float value(Figure figure, Column column, boolean goesOn, boolean restarted) {
        if (!figure.key().growing()) {
            return (float) figure.value();
        }
        if (!goesOn) {
            return Float.NaN;
        }
        return (float) (restarted ? figure.value() : Math.max(0, figure.value() - column.last));
    }

    /** The models of which a sum has become smaller: all of theirs began anew. */
    private Set<String> restarted(List<Figure> figures) {
        Set<String> models = new HashSet<>();
        for (Figure figure : figures) {
            Column column = columns.get(new Key(figure.key(), figure.model()));
            if (figure.key().growing()
                    && column != null
                    && column.lastLook == looks - 1
                    && figure.value() < column.last * EXACT) {
                models.add(figure.model());
            }
        }
        return models;
    }

    private @Nullable Column column(Figure figure) {
        Key key = new Key(figure.key(), figure.model());
        return columns.size() < MOST_FIGURES
                ? columns.computeIfAbsent(key, ignored -> new Column())
                : columns.get(key);
    }

    /** The models that it can be read of, in order; the empty name is the server as a whole. */
    public synchronized Set<String> models(Reading reading) {
        Set<String> models = new TreeSet<>();
        for (Key key : columns.keySet()) {
            if (columns.keySet().containsAll(keys(reading, key.model()))) {
                models.add(key.model());
            }
        }
        return Collections.unmodifiableSet(models);
    }

    private static Set<Key> keys(Reading reading, String model) {
        return switch (reading) {
            case Reading.Level(Measure measure) -> Set.of(new Key(measure, model));
            case Reading.Rate(Measure sum) -> Set.of(new Key(sum, model));
            case Reading.Quotient(Ratio ratio) ->
                    Set.of(new Key(ratio.above(), model), new Key(ratio.below(), model));
        };
    }

    /**
     * Equally spaced values, NaN where nothing was told. A look speaks of the time since the one
     * before it.
     *
     * @param from start of the first step
     */
    public synchronized double[] values(
            Reading reading, String model, Instant from, Duration step, int count) {
        Spread spread = new Spread(from, step, count);
        for (long look = Math.max(0, looks - LOOKS); look < looks; look++) {
            int place = place(look);
            long begin = begins[place];
            long end = ends[place];
            double seconds = (end - begin) / 1000.0;
            switch (reading) {
                case Reading.Level(Measure measure) ->
                        spread.add(begin, end, at(measure, model, place) * seconds, seconds);
                case Reading.Rate(Measure sum) ->
                        spread.add(begin, end, at(sum, model, place), seconds);
                case Reading.Quotient(Ratio ratio) ->
                        spread.add(
                                begin,
                                end,
                                at(ratio.above(), model, place),
                                at(ratio.below(), model, place));
            }
        }
        return spread.quotients();
    }

    private double at(Measure measure, String model, int place) {
        Column column = columns.get(new Key(measure, model));
        return column == null ? Double.NaN : column.values[place];
    }

    private static int place(long look) {
        return (int) (look % LOOKS);
    }
}
