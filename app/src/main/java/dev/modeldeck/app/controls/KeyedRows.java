package dev.modeldeck.app.controls;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings the rows of a table up to date by touching only what changed, so that the place stays.
 * What comes and what goes is told at once, so that thousands of rows are one change.
 */
public final class KeyedRows {
    private KeyedRows() {}

    /**
     * @param rows an observable list
     * @param key by which a row is the same one as before
     */
    public static <R> void update(List<R> rows, List<R> now, Function<R, ?> key) {
        keep(rows, keys(now, key), key);
        Set<Object> there = keys(rows, key);
        int i = 0;
        while (i < now.size()) {
            R row = now.get(i);
            Object own = key.apply(row);
            if (i < rows.size() && key.apply(rows.get(i)).equals(own)) {
                if (!rows.get(i).equals(row)) {
                    rows.set(i, row);
                }
                i++;
            } else if (there.contains(own)) {
                takeFrom(i, rows, own, key);
                rows.add(i, row);
                i++;
            } else {
                int end = i + 1;
                while (end < now.size() && !there.contains(key.apply(now.get(end)))) {
                    end++;
                }
                rows.addAll(i, now.subList(i, end));
                i = end;
            }
        }
        if (rows.size() > now.size()) { // a key came more than once, and does not any more
            rows.subList(now.size(), rows.size()).clear();
        }
    }

    /** Not {@code removeIf}, which tells of each row by itself. */
    private static <R> void keep(List<R> rows, Set<Object> wanted, Function<R, ?> key) {
        Set<R> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        rows.stream().filter(row -> wanted.contains(key.apply(row))).forEach(kept::add);
        if (kept.size() < rows.size()) {
            rows.retainAll(kept);
        }
    }

    private static <R> void takeFrom(int first, List<R> rows, Object own, Function<R, ?> key) {
        for (int i = first; i < rows.size(); i++) {
            if (key.apply(rows.get(i)).equals(own)) {
                rows.remove(i);
                return;
            }
        }
    }

    private static <R> Set<Object> keys(List<R> rows, Function<R, ?> key) {
        Set<Object> keys = HashSet.newHashSet(rows.size());
        rows.forEach(row -> keys.add(key.apply(row)));
        return keys;
    }
}
