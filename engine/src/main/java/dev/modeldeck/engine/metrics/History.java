package dev.modeldeck.engine.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures of the past: the last quarter of an hour in memory by the second, what is older in the
 * database in steps of ten seconds for a day and of five minutes for two weeks. The ten-second
 * steps are written as soon as they are over, the long ones are made of the short ones; so a crash
 * costs ten seconds at most.
 */
final class History {

    private final Map<Key, Track> tracks = new ConcurrentHashMap<>();
    private final StepStore store;

    /** Second in which this history began: nothing before it is in memory. */
    private final long began;

    /** Short steps before it are stored; memory has everything since. */
    private long storedUpTo;

    /** Long steps before it are stored. */
    private long rolledUpTo;

    History(StepStore store, long now) {
        this.store = store;
        this.began = now;
        this.storedUpTo = floor(now, StepStore.SHORT);
        this.rolledUpTo =
                store.newest(StepStore.LONG, now)
                        .map(newest -> newest + StepStore.LONG)
                        .orElseGet(() ->
                                floor(
                                        Math.min(now, store.oldest(StepStore.SHORT).orElse(now)),
                                        StepStore.LONG));
    }

    Track track(Key key) {
        return tracks.computeIfAbsent(key, ignored -> new Track());
    }

    boolean knows(Key key) {
        return tracks.containsKey(key);
    }

    /** Drops what is in memory of an endpoint that is gone; what is stored stays. */
    void forget(String endpoint) {
        tracks.keySet().removeIf(key -> key.endpoint().equals(endpoint));
    }

    Map<Key, Track> tracks() {
        return tracks;
    }

    /** A tally and the seconds that it stands for. */
    record Span(Tally tally, long seconds) {}

    /** One span for each step from a second on, the last one open. */
    synchronized List<Span> spans(Key key, long step, long from, long now) {
        if (step < StepStore.SHORT) {
            return fine(key, step, from, now);
        }
        List<Span> spans = new ArrayList<>();
        for (long at = from; at < now; at += step) {
            spans.add(new Span(new Tally(), Math.min(step, now - at)));
        }
        coarse(key, spans, step, from, now);
        return spans;
    }

    /** What happened in the last seconds; memory only. */
    Tally recent(Key key, long from, long now) {
        Tally sum = new Tally();
        Track track = tracks.get(key);
        if (track != null) {
            track.addTo(sum, from, now);
        }
        return sum;
    }

    // Steps shorter than the stored ones: before this start each shows the one it lies in.
    private List<Span> fine(Key key, long step, long from, long now) {
        long remembered = Math.max(began, now - Track.SECONDS + StepStore.SHORT);
        Map<Long, Tally> older = new HashMap<>();
        if (from < remembered) {
            long begin = floor(from, StepStore.SHORT);
            for (StepStore.Step row : store.read(key, StepStore.SHORT, begin, remembered)) {
                older.computeIfAbsent(row.at(), ignored -> new Tally()).add(row.tally());
            }
        }
        List<Span> spans = new ArrayList<>();
        for (long at = from; at < now; at += step) {
            Tally around = older.get(floor(at, StepStore.SHORT));
            if (at < remembered && around != null) {
                spans.add(new Span(around, StepStore.SHORT));
            } else {
                long end = Math.min(at + step, now);
                spans.add(new Span(recent(key, at, end), end - at));
            }
        }
        return spans;
    }

    private void coarse(Key key, List<Span> spans, long step, long from, long now) {
        long shortFrom = from;
        if (step % StepStore.LONG == 0) {
            shortFrom = Math.clamp(rolledUpTo, from, now);
            add(spans, step, from, store.read(key, StepStore.LONG, from, shortFrom));
        }
        add(spans, step, from, store.read(key, StepStore.SHORT, shortFrom, now));
        Track track = tracks.get(key);
        if (track != null) {
            long oldest = floor(now - Track.SECONDS, StepStore.SHORT) + StepStore.SHORT;
            long memory = Math.max(from, Math.max(storedUpTo, oldest));
            for (long at = memory; at < now; at += StepStore.SHORT) {
                Tally into = spans.get((int) ((at - from) / step)).tally();
                track.addTo(into, at, Math.min(at + StepStore.SHORT, now));
            }
        }
    }

    private static void add(List<Span> spans, long step, long from, List<StepStore.Step> rows) {
        for (StepStore.Step row : rows) {
            spans.get((int) ((row.at() - from) / step)).tally().add(row.tally());
        }
    }

    /** Stores the short steps that are over, and makes the long ones of them. */
    synchronized void store(long now) {
        long over = floor(now - 1, StepStore.SHORT); // a call that ends now may count a moment ago
        if (storedUpTo > over + StepStore.LONG) {
            // The clock was set back: what it wrote while it was wrong stays ahead, unread.
            storedUpTo = over;
            rolledUpTo = Math.min(rolledUpTo, floor(over, StepStore.LONG));
        }
        storeShort(storedUpTo, over);
        storedUpTo = Math.max(storedUpTo, over);
        long longOver = floor(storedUpTo, StepStore.LONG);
        if (longOver > rolledUpTo) {
            roll(longOver);
            store.prune(now);
            tracks.values().removeIf(track -> idle(track, now));
        }
    }

    /** Whether something happened, or goes on, that is not stored. */
    synchronized boolean unstored() {
        return tracks.values().stream()
                .anyMatch(track -> track.inFlight() > 0 || track.lastEvent() >= storedUpTo);
    }

    /** Stores everything there is, because the program ends. */
    synchronized void storeLast(long now) {
        store(now);
        storeShort(storedUpTo, now + 1);
        storedUpTo = now + 1;
    }

    private void storeShort(long from, long to) {
        List<StepStore.Step> steps = new ArrayList<>();
        tracks.forEach((key, track) -> {
            long start = Math.max(from, to - Track.SECONDS + StepStore.SHORT);
            for (long at = floor(start, StepStore.SHORT); at < to; at += StepStore.SHORT) {
                Tally tally = new Tally();
                track.addTo(tally, Math.max(at, from), Math.min(at + StepStore.SHORT, to));
                if (!tally.empty()) {
                    steps.add(new StepStore.Step(key, StepStore.SHORT, at, tally));
                }
            }
        });
        store.write(steps);
    }

    private void roll(long upTo) {
        Map<Long, Map<Key, Tally>> sums = new HashMap<>();
        for (StepStore.Step row : store.readAll(StepStore.SHORT, rolledUpTo, upTo)) {
            sums.computeIfAbsent(floor(row.at(), StepStore.LONG), ignored -> new HashMap<>())
                    .computeIfAbsent(row.key(), ignored -> new Tally())
                    .add(row.tally());
        }
        List<StepStore.Step> steps = new ArrayList<>();
        sums.forEach((at, keys) ->
                keys.forEach((key, tally) ->
                        steps.add(new StepStore.Step(key, StepStore.LONG, at, tally))));
        store.write(steps);
        rolledUpTo = upTo;
    }

    private static boolean idle(Track track, long now) {
        return track.inFlight() == 0 && track.lastEvent() < now - Track.SECONDS;
    }

    private static long floor(long second, long unit) {
        return Math.floorDiv(second, unit) * unit;
    }
}
