package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the elements of objects: first the properties that have a name, in the order in which they
 * are written, those that need not be there skipped or not; then others.
 */
final class ObjectElements {

    private final SchemaElements schemas;
    private final JsonElements json;
    private final ObjectRules rules;
    private final PropertyNames names;
    private final List<Member> members = new ArrayList<>();
    private final Map<List<Integer>, Element> known = new HashMap<>();
    private boolean impossible;
    private int most;

    /** A property with a name of its own. */
    private record Member(Element element, boolean required) {}

    ObjectElements(SchemaElements schemas, JsonElements json, ObjectRules rules, Place at) {
        this.schemas = schemas;
        this.json = json;
        this.rules = rules;
        this.names = new PropertyNames(schemas, rules, at);
        rules.named().forEach(this::add);
        long required = members.stream().filter(Member::required).count();
        boolean counted = rules.min() > required || rules.max() < Integer.MAX_VALUE;
        int bound = rules.max() == Integer.MAX_VALUE ? rules.min() : rules.max();
        // Without a count, all that matters is whether a comma comes before the next.
        most = counted ? Math.max(1, bound) : 1;
    }

    Element all() {
        return impossible ? SchemaElements.none() : json.braces(from(0, 0));
    }

    private void add(String name) {
        List<Place> value = rules.of(name, Acceptance.matching(rules, name));
        boolean required = rules.required().contains(name);
        if (names.allows(name) && !schemas.impossible(value)) {
            Automaton key = Words.of(Acceptance.text(name) + ":");
            Element member = Element.sequence(Element.leaf(key), json.space(), schemas.rule(value));
            members.add(new Member(member, required));
        } else {
            impossible |= required;
        }
    }

    /**
     * Members from an index on.
     *
     * @param count how many there are before
     */
    private Element from(int index, int count) {
        List<Integer> key = List.of(index, count);
        Element element = known.get(key);
        if (element == null) {
            element = index == members.size() ? others(count) : member(index, count);
            known.put(key, element);
        }
        return element;
    }

    private Element member(int index, int count) {
        Member member = members.get(index);
        List<Element> ways = new ArrayList<>();
        if (count < rules.max()) {
            Element rest = from(index + 1, Math.min(count + 1, most));
            ways.add(Element.sequence(after(count, member.element), rest));
        }
        if (!member.required) {
            ways.add(from(index + 1, count));
        }
        return Element.choice(ways);
    }

    private Element after(int count, Element element) {
        return count == 0 ? element : Element.sequence(json.comma(), element);
    }

    /** Members of any other name. Those that must be there differ in the length of their names. */
    private Element others(int count) {
        int missing = Math.max(0, rules.min() - count);
        List<Element> sequence = new ArrayList<>();
        for (int i = 0; i < missing; i++) {
            Optional<Element> other = other(missing == 1 ? 0 : i, missing);
            if (other.isEmpty()) {
                return SchemaElements.none();
            }
            sequence.add(after(count + i, other.get()));
        }
        int before = count + missing;
        int more = rules.max() == Integer.MAX_VALUE ? rules.max() : rules.max() - before;
        if (more > 0) {
            other(0, 1).ifPresent(other -> sequence.add(list(other, before, more)));
        }
        return Element.sequence(sequence);
    }

    private Element list(Element other, int before, int max) {
        return before == 0
                ? json.list(other, 0, max)
                : Element.repetition(Element.sequence(json.comma(), other), 0, max);
    }

    /**
     * A member of any other name, whose length leaves this remainder; empty where there is none.
     */
    private Optional<Element> other(int remainder, int divisor) {
        List<Element> ways = new ArrayList<>();
        for (PropertyNames.Kind kind : names.others(remainder, divisor)) {
            ways.add(Element.sequence(kind.key(json), json.colon(), schemas.rule(kind.value())));
        }
        return ways.isEmpty() ? Optional.empty() : Optional.of(Element.choice(ways));
    }
}
