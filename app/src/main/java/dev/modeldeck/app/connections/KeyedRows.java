package dev.modeldeck.app.connections;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Brings the rows of a table up to date by touching only what changed, so that the place stays. */
final class KeyedRows {
    private KeyedRows() {}

    /**
     * @param rows an observable list
     * @param key by which a row is the same one as before
     */
    static <R> void update(List<R> rows, List<R> now, Function<R, ?> key) {
        Set<Object> wanted = new HashSet<>();
        now.forEach(row -> wanted.add(key.apply(row)));
        rows.removeIf(row -> !wanted.contains(key.apply(row)));
        for (int i = 0; i < now.size(); i++) {
            R row = now.get(i);
            Object own = key.apply(row);
            if (i < rows.size() && key.apply(rows.get(i)).equals(own)) {
                if (!rows.get(i).equals(row)) {
                    rows.set(i, row);
                }
            } else {
                rows.removeIf(other -> key.apply(other).equals(own));
                rows.add(i, row);
            }
        }
    }
}
