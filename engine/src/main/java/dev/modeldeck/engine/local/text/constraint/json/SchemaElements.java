package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.Closed;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the elements of a grammar of what schemas leave: a rule for each set of schemas. */
final class SchemaElements {

    private final JsonElements json;
    private final SchemaReader reader;
    private final Complaints complaints;
    private final Map<List<String>, Element.Rule> rules = new HashMap<>();
    private final Deque<Runnable> unfinished = new ArrayDeque<>();

    SchemaElements(JsonElements json, SchemaReader reader, Complaints complaints) {
        this.json = json;
        this.reader = reader;
        this.complaints = complaints;
    }

    /** Of all values that satisfy the schema. */
    Element all(Place root) {
        Element.Rule rule = rule(List.of(root));
        while (!unfinished.isEmpty()) {
            unfinished.removeLast().run();
        }
        return rule;
    }

    /** Values that satisfy all these schemas; any where there are none. */
    Element.Rule rule(List<Place> places) {
        if (places.isEmpty()) {
            return json.value();
        }
        List<String> key = places.stream().map(Place::pointer).toList();
        Element.Rule known = rules.get(key);
        if (known != null) {
            return known;
        }
        Element.Rule rule = new Element.Rule(String.join(" and ", key));
        rules.put(key, rule);
        unfinished.add(() -> rule.is(body(places)));
        return rule;
    }

    private Element body(List<Place> places) {
        List<Place> branches = places.size() == 1 ? reader.branches(places.getFirst()) : List.of();
        if (!branches.isEmpty()) {
            return Element.choice(
                    branches.stream().map(branch -> (Element) rule(List.of(branch))).toList());
        }
        List<Element> ways = new ArrayList<>();
        for (Alternative alternative : reader.alternatives(places)) {
            ways.add(element(alternative, places.getFirst()));
        }
        return Element.choice(ways);
    }

    /** Whether no value can satisfy all. */
    boolean impossible(List<Place> places) {
        return reader.alternatives(places).isEmpty();
    }

    List<Alternative> alternatives(List<Place> places) {
        return reader.alternatives(places);
    }

    Complaints complaints() {
        return complaints;
    }

    private Element element(Alternative alternative, Place at) {
        if (alternative.equals(Alternative.ANY)) {
            return json.value();
        }
        try {
            if (alternative.values() != null) {
                return values(alternative, alternative.values(), at);
            }
            List<Element> ways = new ArrayList<>();
            for (JsonType type : alternative.types()) {
                ways.add(
                        switch (type) {
                            case NULL -> json.nothing();
                            case BOOLEAN -> json.bool();
                            case NUMBER -> number(alternative.numbers());
                            case STRING -> string(alternative.texts());
                            case ARRAY ->
                                    new ArrayElements(this, json).of(alternative.arrays(), at);
                            case OBJECT ->
                                    new ObjectElements(this, json, alternative.objects(), at).all();
                        });
            }
            return Element.choice(ways);
        } catch (EngineException e) {
            throw EngineException.invalid(
                    "The schema at %s cannot be kept to. %s"
                            .formatted(at.pointer(), e.problem().message()));
        }
    }

    private Element values(Alternative alternative, List<JsonNode> values, Place at) {
        List<byte[]> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (Acceptance.rejects(alternative, value)) {
                continue;
            }
            if (Acceptance.uncertain(alternative, value)) {
                complaints.cannot(
                        at, "enum", "it lists arrays or objects beside other rules for them");
            }
            texts.add(Acceptance.text(value).getBytes(StandardCharsets.UTF_8));
        }
        return texts.isEmpty() ? none() : Element.leaf(Words.of(texts));
    }

    private Element number(NumberRules rules) {
        if (rules.equals(NumberRules.NONE)) {
            return json.number();
        }
        if (rules.equals(NumberRules.NONE.andWhole())) {
            return json.integer();
        }
        Optional<Automaton> automaton = Automata.of(NumberLanguage.within(rules));
        for (BigDecimal step : rules.multiples()) {
            automaton = automaton.flatMap(all -> Automata.both(all, Multiples.of(step)));
        }
        return automaton.map(Element::leaf).orElse(none());
    }

    private Element string(TextRules rules) {
        if (rules.none()) {
            return json.string();
        }
        return StringLanguage.of(rules)
                .map(inside -> json.quoted(new Closed(inside, '"')))
                .orElse(none());
    }

    /** What is impossible. */
    static Element none() {
        return Element.choice(List.of());
    }
}
