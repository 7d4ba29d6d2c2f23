package dev.modeldeck.engine.local.text.constraint.json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an object must satisfy.
 *
 * @param unevaluated schema of the properties of which no part tells; null if nothing is said
 * @param names schemas of the properties' names
 */
record ObjectRules(
        List<Part> parts,
        @Nullable Place unevaluated,
        Set<String> required,
        List<Place> names,
        int min,
        int max) {

    static final ObjectRules NONE =
            new ObjectRules(List.of(), null, Set.of(), List.of(), 0, Integer.MAX_VALUE);

    /**
     * What one schema says about properties.
     *
     * @param patterns by the regular expression that is found in their name
     * @param others for all that are neither; null if nothing is said
     */
    record Part(
            Map<String, Place> properties, Map<String, Place> patterns, @Nullable Place others) {}

    ObjectRules and(Part part) {
        return new ObjectRules(with(parts, part), unevaluated, required, names, min, max);
    }

    ObjectRules andUnevaluated(Place place) {
        return new ObjectRules(parts, place, required, names, min, max);
    }

    ObjectRules andRequired(List<String> more) {
        Set<String> all = new LinkedHashSet<>(required);
        all.addAll(more);
        return new ObjectRules(parts, unevaluated, all, names, min, max);
    }

    ObjectRules andNames(Place name) {
        return new ObjectRules(parts, unevaluated, required, with(names, name), min, max);
    }

    ObjectRules andMin(int least) {
        return new ObjectRules(parts, unevaluated, required, names, Math.max(min, least), max);
    }

    ObjectRules andMax(int most) {
        return new ObjectRules(parts, unevaluated, required, names, min, Math.min(max, most));
    }

    /** Names that are written out, in the order in which they are. */
    Set<String> named() {
        Set<String> all = new LinkedHashSet<>();
        parts.forEach(part -> all.addAll(part.properties.keySet()));
        all.addAll(required);
        return all;
    }

    Set<String> patterns() {
        Set<String> all = new LinkedHashSet<>();
        parts.forEach(part -> all.addAll(part.patterns.keySet()));
        return all;
    }

    /**
     * The schemas of a property's value.
     *
     * @param matching the patterns that are found in its name
     */
    List<Place> of(@Nullable String name, Set<String> matching) {
        Map<String, Place> all = new LinkedHashMap<>();
        boolean evaluated = false;
        for (Part part : parts) {
            List<Place> own = new ArrayList<>();
            Place named = name == null ? null : part.properties.get(name);
            if (named != null) {
                own.add(named);
            }
            part.patterns.forEach((pattern, place) -> {
                if (matching.contains(pattern)) {
                    own.add(place);
                }
            });
            if (own.isEmpty() && part.others != null) {
                own.add(part.others);
            }
            evaluated |= !own.isEmpty();
            own.forEach(place -> all.put(place.pointer(), place));
        }
        if (!evaluated && unevaluated != null) {
            all.put(unevaluated.pointer(), unevaluated);
        }
        return List.copyOf(all.values());
    }

    /**
     * Whether there may be properties that no name and no pattern tells of. Where a schema names
     * some and says nothing of others there are none, unless more are wanted than are named.
     */
    boolean open() {
        return min > named().size()
                || unevaluated != null
                || parts.stream()
                        .noneMatch(part ->
                                part.others == null
                                        && !(part.properties.isEmpty() && part.patterns.isEmpty()));
    }

    private static <T> List<T> with(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }
}
