package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.Closed;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that an object's properties may have besides those that are written out: for each set
 * of patterns those in which just these are found, since they decide about the value.
 */
final class PropertyNames {

    /** Each pattern doubles the kinds of names. */
    private static final int MOST_PATTERNS = 4;

    /** For required names of different lengths, so many can be told apart. */
    private static final int MOST_LENGTHS = 32;

    /**
     * Names for which the same schemas hold.
     *
     * @param rest of the name behind the opening quote; null for any string
     */
    record Kind(@Nullable Automaton rest, List<Place> value) {

        Element key(JsonElements json) {
            return rest == null ? json.string() : json.quoted(rest);
        }
    }

    private final SchemaElements schemas;
    private final ObjectRules rules;
    private final Place at;
    private final Map<List<Integer>, List<Kind>> known = new HashMap<>();

    PropertyNames(SchemaElements schemas, ObjectRules rules, Place at) {
        this.schemas = schemas;
        this.rules = rules;
        this.at = at;
    }

    /** Whether the schemas of names allow one that is written out. */
    boolean allows(String name) {
        return rules.names().stream()
                .allMatch(place ->
                        Automata.ofAnchored(language(place))
                                .map(automaton -> automaton.accepts(Acceptance.inside(name)))
                                .orElse(false));
    }

    /** Names that are not written out and whose length leaves this remainder. */
    List<Kind> others(int remainder, int divisor) {
        List<Integer> key = List.of(remainder, divisor);
        List<Kind> kinds = known.get(key);
        if (kinds == null) {
            kinds = find(remainder, divisor);
            known.put(key, kinds);
        }
        return kinds;
    }

    private List<Kind> find(int remainder, int divisor) {
        List<String> patterns = List.copyOf(rules.patterns());
        if (patterns.size() > MOST_PATTERNS) {
            schemas.complaints()
                    .cannot(
                            at,
                            "patternProperties",
                            "it has more than " + MOST_PATTERNS + " patterns");
            return List.of();
        }
        if (divisor > MOST_LENGTHS) {
            schemas.complaints()
                    .cannot(at, "minProperties", "it asks for too many properties without a name");
            return List.of();
        }
        List<Kind> kinds = new ArrayList<>();
        for (int set = 0; set < 1 << patterns.size(); set++) {
            Set<String> matching = new LinkedHashSet<>();
            for (int i = 0; i < patterns.size(); i++) {
                if ((set >> i & 1) == 1) {
                    matching.add(patterns.get(i));
                }
            }
            List<Place> value = rules.of(null, matching);
            boolean open = !matching.isEmpty() || rules.open();
            if (open && !schemas.impossible(value)) {
                add(kinds, matching, value, length(remainder, divisor));
            }
        }
        return kinds;
    }

    private void add(List<Kind> kinds, Set<String> matching, List<Place> value, Regular length) {
        boolean any =
                rules.named().isEmpty()
                        && rules.patterns().isEmpty()
                        && rules.names().isEmpty()
                        && length.equals(length(0, 1));
        if (any) {
            kinds.add(new Kind(null, value));
            return;
        }
        List<Regular> all = new ArrayList<>();
        all.add(length);
        for (String pattern : rules.patterns()) {
            Regular found = Regex.within(pattern, Encoding.JSON_STRING);
            all.add(matching.contains(pattern) ? found : found.not());
        }
        rules.names().forEach(place -> all.add(language(place)));
        List<byte[]> taken = rules.named().stream().map(Acceptance::inside).toList();
        all.add(Automata.anchored(Regular.anyOf(taken)).not());
        Automata.ofAnchored(Regular.and(all))
                .ifPresent(names -> kinds.add(new Kind(new Closed(names, '"'), value)));
    }

    private static Regular length(int remainder, int divisor) {
        Regular one = JsonAutomata.PLAIN_CHARACTER;
        return Automata.anchored(
                one.repeated(divisor, divisor)
                        .repeated(0, Regular.ENDLESS)
                        .then(one.repeated(remainder, remainder)));
    }

    /** Names that a schema allows. */
    private Regular language(Place place) {
        List<Regular> ways = new ArrayList<>();
        for (Alternative alternative : schemas.alternatives(List.of(place))) {
            if (alternative.values() != null) {
                List<byte[]> words =
                        alternative.values().stream()
                                .filter(JsonNode::isString)
                                .filter(value -> !Acceptance.rejects(alternative, value))
                                .map(value -> Acceptance.inside(value.stringValue()))
                                .toList();
                ways.add(Automata.anchored(Regular.anyOf(words)));
            } else if (alternative.types().contains(JsonType.STRING)) {
                ways.add(StringLanguage.anchored(alternative.texts()));
            }
        }
        return Regular.or(ways);
    }
}
