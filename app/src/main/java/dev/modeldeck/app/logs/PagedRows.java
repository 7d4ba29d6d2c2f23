package dev.modeldeck.app.logs;

import javafx.collections.ObservableListBase;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All rows of the log as a list that holds only the pages looked at, so that a hundred thousand
 * rows scroll as one hundred do. A row not read yet is {@link LogRow#READING}; asking for it asks
 * for its page.
 */
final class PagedRows extends ObservableListBase<LogRow> {

    static final int PAGE = 200;
    private static final int PAGES_KEPT = 40;

    /**
     * A page that is needed.
     *
     * @param generation of the rows that it is a part of; one that comes after {@link #reset} is no
     *     part of the new rows, whatever its number
     */
    record Wanted(int number, int generation) {}

    private final Consumer<Wanted> wanted;
    private final Set<Integer> asked = new HashSet<>();
    private final Map<Integer, List<LogRow>> pages =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, List<LogRow>> eldest) {
                    return size() > PAGES_KEPT;
                }
            };
    private int size;
    private int generation;

    /**
     * @param wanted called on the FX thread with a page that is needed, once for each
     */
    PagedRows(Consumer<Wanted> wanted) {
        this.wanted = wanted;
    }

    @Override
    public LogRow get(int index) {
        int number = index / PAGE;
        List<LogRow> page = pages.get(number);
        if (page == null) {
            if (asked.add(number)) {
                wanted.accept(new Wanted(number, generation));
            }
            return LogRow.READING;
        }
        int place = index % PAGE;
        return place < page.size() ? page.get(place) : LogRow.READING;
    }

    @Override
    public int size() {
        return size;
    }

    /** Everything anew: the number of rows and the first page of them. */
    void reset(int count, List<LogRow> first) {
        int before = size;
        generation++;
        pages.clear();
        asked.clear();
        pages.put(0, List.copyOf(first));
        size = count;
        beginChange();
        if (before > 0) {
            nextRemove(0, Collections.nCopies(before, LogRow.READING));
        }
        if (count > 0) {
            nextAdd(0, count);
        }
        endChange();
    }

    /** A page that was asked for. */
    void fill(Wanted page, List<LogRow> rows) {
        if (page.generation() != generation) {
            return;
        }
        int number = page.number();
        asked.remove(number);
        pages.put(number, List.copyOf(rows));
        int from = number * PAGE;
        int to = Math.min(from + rows.size(), size);
        if (from < to) {
            beginChange();
            nextReplace(from, to, Collections.nCopies(to - from, LogRow.READING));
            endChange();
        }
    }

    /** A page that could not be read may be asked for again. */
    void failed(Wanted page) {
        if (page.generation() == generation) {
            asked.remove(page.number());
        }
    }
}
