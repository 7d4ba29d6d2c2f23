package dev.modeldeck.engine.local.text.constraint.json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What an array must satisfy.
 *
 * @param unevaluated schema of the items of which no part tells; null if nothing is said
 * @param unique whether no two items are equal
 */
record ArrayRules(List<Part> parts, @Nullable Place unevaluated, int min, int max, boolean unique) {

    static final ArrayRules NONE = new ArrayRules(List.of(), null, 0, Integer.MAX_VALUE, false);

    /**
     * What one schema says about items.
     *
     * @param first for items at the begin, one each
     * @param rest for the items after them; null if nothing is said
     */
    record Part(List<Place> first, @Nullable Place rest) {
        Part {
            first = List.copyOf(first);
        }
    }

    ArrayRules {
        parts = List.copyOf(parts);
    }

    ArrayRules and(Part part) {
        List<Part> all = new ArrayList<>(parts);
        all.add(part);
        return new ArrayRules(all, unevaluated, min, max, unique);
    }

    ArrayRules andUnevaluated(Place place) {
        return new ArrayRules(parts, place, min, max, unique);
    }

    ArrayRules andMin(int least) {
        return new ArrayRules(parts, unevaluated, Math.max(min, least), max, unique);
    }

    ArrayRules andMax(int most) {
        return new ArrayRules(parts, unevaluated, min, Math.min(max, most), unique);
    }

    ArrayRules andUnique() {
        return new ArrayRules(parts, unevaluated, min, max, true);
    }

    /** Items that have a schema of their own. */
    int named() {
        return parts.stream().mapToInt(part -> part.first.size()).max().orElse(0);
    }

    /** The schemas of an item, by its index. */
    List<Place> at(int index) {
        List<Place> all = new ArrayList<>();
        for (Part part : parts) {
            if (index < part.first.size()) {
                all.add(part.first.get(index));
            } else if (part.rest != null) {
                all.add(part.rest);
            }
        }
        if (all.isEmpty() && unevaluated != null) {
            all.add(unevaluated);
        }
        return all;
    }

    /**
     * Whether items may follow those that have a schema of their own. Where a schema names the
     * first items and says nothing of more, there are none unless so many are wanted.
     */
    boolean goesOn() {
        return min > named()
                || unevaluated != null
                || parts.stream().noneMatch(part -> part.rest == null && !part.first.isEmpty());
    }
}
