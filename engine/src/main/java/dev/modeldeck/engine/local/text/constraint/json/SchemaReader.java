package dev.modeldeck.engine.local.text.constraint.json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads schemas that a value must all satisfy as the alternatives that they leave: references are
 * followed, {@code allOf} is joined, {@code anyOf} and {@code oneOf} branch.
 */
final class SchemaReader {

    private static final int MOST_ALTERNATIVES = 500;

    private static final Map<String, String> NOT_SUPPORTED =
            Map.of(
                    "not", "an answer cannot be held to what it must not be",
                    "if", "conditions are not supported; list the cases with anyOf",
                    "contains", "it is not supported",
                    "nullable", "it is no keyword of JSON Schema; add \"null\" to the type",
                    "$dynamicRef", "it is not supported; use $ref",
                    "$recursiveRef", "it is not supported; use $ref");

    private final References references;
    private final Complaints complaints;
    private final Keywords keywords;
    private final Exclusion exclusion = new Exclusion(this);
    private final Map<List<String>, List<Alternative>> known = new HashMap<>();

    SchemaReader(Place root, Complaints complaints) {
        this.references = new References(root);
        this.complaints = complaints;
        this.keywords = new Keywords(complaints);
    }

    /** Empty where no value can satisfy all. */
    List<Alternative> alternatives(List<Place> places) {
        List<String> key = places.stream().map(Place::pointer).toList();
        List<Alternative> found = known.get(key);
        if (found == null) {
            found = List.of(Alternative.ANY);
            // Where several must hold, none stands alone.
            Set<String> open = places.size() == 1 ? Set.of() : Set.of("");
            for (Place place : places) {
                found = join(found, place, open);
            }
            known.put(key, found);
        }
        return found;
    }

    /**
     * The places of which a value must satisfy one; empty where a schema says anything else as
     * well. A shorter way to the same: branches then need not be joined with anything.
     */
    List<Place> branches(Place place) {
        JsonNode schema = place.schema();
        List<String> said =
                schema.propertyNames().stream().filter(key -> !Annotations.is(key)).toList();
        if (!schema.isObject() || said.size() != 1) {
            return List.of();
        }
        return switch (said.getFirst()) {
            case "$ref" -> List.of(references.find(place, "$ref"));
            case "anyOf" -> inside(place, "anyOf");
            case "oneOf" -> {
                join(List.of(Alternative.ANY), place, Set.of());
                yield inside(place, "oneOf");
            }
            default -> List.of();
        };
    }

    /**
     * @param open pointers of the schemas that are being read
     */
    private List<Alternative> join(List<Alternative> before, Place place, Set<String> open) {
        JsonNode schema = place.schema();
        if (schema.isBoolean()) {
            return schema.booleanValue() ? before : List.of();
        }
        if (!schema.isObject()) {
            throw Complaints.wrong(place, "", "must be an object, or true or false");
        }
        if (open.contains(place.pointer())) {
            throw Complaints.wrong(place, "", "refers to itself and to nothing else");
        }
        for (String keyword : schema.propertyNames()) {
            if (NOT_SUPPORTED.containsKey(keyword)) {
                complaints.cannot(place, keyword, NOT_SUPPORTED.get(keyword));
            }
        }
        Set<String> within = new HashSet<>(open);
        within.add(place.pointer());
        boolean alone = open.isEmpty() && before.equals(List.of(Alternative.ANY));
        List<Alternative> joined =
                possible(before.stream().map(a -> keywords.join(a, place, alone)).toList());
        if (schema.has("$ref")) {
            joined = join(joined, references.find(place, "$ref"), within);
        }
        for (Place part : inside(place, "allOf")) {
            joined = join(joined, part, within);
        }
        if (schema.has("anyOf")) {
            joined = flat(branch(joined, inside(place, "anyOf"), within), place, "anyOf");
        }
        if (schema.has("oneOf")) {
            joined = oneOf(joined, place, within);
        }
        return dependent(joined, place, within);
    }

    private List<List<Alternative>> branch(
            List<Alternative> before, List<Place> branches, Set<String> within) {
        return branches.stream().map(branch -> join(before, branch, within)).toList();
    }

    private List<Alternative> oneOf(List<Alternative> before, Place place, Set<String> within) {
        List<List<Alternative>> branches = branch(before, inside(place, "oneOf"), within);
        for (int i = 0; i < branches.size(); i++) {
            for (int j = 0; j < branches.size(); j++) {
                if (i != j && !exclusion.excludes(branches.get(i), branches.get(j))) {
                    complaints.cannot(
                            place,
                            "oneOf",
                            "a value may satisfy both its schemas %d and %d. Use anyOf, or tell them apart by a required property with a const each"
                                    .formatted(Math.min(i, j), Math.max(i, j)));
                }
            }
        }
        return flat(branches, place, "oneOf");
    }

    /** Where a property is there, others must be, or a schema holds. */
    private List<Alternative> dependent(List<Alternative> before, Place place, Set<String> within) {
        List<Alternative> joined = before;
        for (String keyword : List.of("dependentRequired", "dependentSchemas", "dependencies")) {
            for (String name : place.schema().path(keyword).propertyNames()) {
                Place then = place.at(keyword).at(name);
                List<Alternative> with = new ArrayList<>();
                List<Alternative> without = new ArrayList<>();
                for (Alternative one : joined) {
                    without.add(forbidding(one, name, then));
                    Alternative object = one.and(EnumSet.of(JsonType.OBJECT));
                    with.add(object.with(object.objects().andRequired(List.of(name))));
                }
                with = possible(with);
                if (then.schema().isArray()) {
                    List<String> others = Keywords.names(place, keyword, then.schema());
                    with.replaceAll(one -> one.with(one.objects().andRequired(others)));
                } else {
                    with = join(with, then, within);
                }
                joined = flat(List.of(with, without), place, keyword);
            }
        }
        return joined;
    }

    private static Alternative forbidding(Alternative one, String name, Place because) {
        Map<String, Place> never = new LinkedHashMap<>();
        never.put(name, new Place(BooleanNode.FALSE, because.pointer() + "/absent"));
        Place any = new Place(BooleanNode.TRUE, because.pointer() + "/other");
        return one.with(one.objects().and(new ObjectRules.Part(never, Map.of(), any)));
    }

    private List<Alternative> flat(List<List<Alternative>> branches, Place place, String keyword) {
        List<Alternative> all = branches.stream().flatMap(List::stream).toList();
        if (all.size() > MOST_ALTERNATIVES) {
            throw Complaints.wrong(
                    place, keyword, "leaves more than " + MOST_ALTERNATIVES + " alternatives");
        }
        return all;
    }

    private static List<Alternative> possible(List<Alternative> some) {
        List<Alternative> possible = new ArrayList<>(some);
        possible.removeIf(
                one -> one.types().isEmpty() || (one.values() != null && one.values().isEmpty()));
        return possible;
    }

    private static List<Place> inside(Place place, String keyword) {
        JsonNode list = place.schema().path(keyword);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw Complaints.wrong(place, keyword, "must list at least one schema");
        }
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            places.add(place.at(keyword).at(i));
        }
        return places;
    }
}
