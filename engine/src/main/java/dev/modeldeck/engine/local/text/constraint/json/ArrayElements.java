package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the elements of arrays: first the items that have a schema each, then the others. */
final class ArrayElements {

    private final SchemaElements schemas;
    private final JsonElements json;

    ArrayElements(SchemaElements schemas, JsonElements json) {
        this.schemas = schemas;
        this.json = json;
    }

    Element of(ArrayRules rules, Place at) {
        int named = rules.named();
        int max = rules.goesOn() ? rules.max() : Math.min(rules.max(), named);
        for (int i = 0; i <= Math.min(named, max); i++) {
            if (i < max && schemas.impossible(rules.at(i))) {
                max = i;
            }
        }
        if (max < rules.min()) {
            return SchemaElements.none();
        }
        if (rules.unique() && max > 1) {
            Optional<Element> distinct = distinct(rules, max);
            if (distinct.isPresent()) {
                return json.array(distinct.get());
            }
            schemas.complaints()
                    .cannot(
                            at,
                            "uniqueItems",
                            "it can be kept to only where the items are of one enum");
        }
        return json.array(named == 0 ? list(rules, max) : from(0, rules, max));
    }

    private Element list(ArrayRules rules, int max) {
        return max == 0
                ? Element.sequence()
                : json.list(schemas.rule(rules.at(0)), rules.min(), max);
    }

    /** Items from an index on; a comma stands before all but the first. */
    private Element from(int index, ArrayRules rules, int max) {
        if (index >= max) {
            return Element.sequence();
        }
        Element item = item(index, rules);
        if (index >= rules.named()) {
            int more = max == Integer.MAX_VALUE ? max : max - index;
            return Element.repetition(item, Math.max(0, rules.min() - index), more);
        }
        Element rest = Element.sequence(item, from(index + 1, rules, max));
        return index < rules.min() ? rest : Element.optional(rest);
    }

    private Element item(int index, ArrayRules rules) {
        Element item = schemas.rule(rules.at(index));
        return index == 0 ? item : Element.sequence(json.comma(), item);
    }

    /** Where the items are of finitely many values, none is taken twice. */
    private Optional<Element> distinct(ArrayRules rules, int max) {
        if (rules.named() > 0) {
            return Optional.empty();
        }
        List<JsonNode> values = new ArrayList<>();
        for (Alternative alternative : schemas.alternatives(rules.at(0))) {
            Optional<List<JsonNode>> some = values(alternative);
            if (some.isEmpty()) {
                return Optional.empty();
            }
            for (JsonNode value : some.get()) {
                if (values.stream().noneMatch(other -> Alternative.same(other, value))) {
                    values.add(value);
                }
            }
        }
        List<Element> items =
                values.stream()
                        .map(value -> Element.leaf(Words.of(Acceptance.text(value))))
                        .toList();
        return Optional.of(Element.distinct(items, json.comma(), rules.min(), max));
    }

    private static Optional<List<JsonNode>> values(Alternative alternative) {
        List<JsonNode> values = new ArrayList<>();
        if (alternative.values() != null) {
            for (JsonNode value : alternative.values()) {
                if (Acceptance.uncertain(alternative, value)) {
                    return Optional.empty();
                }
                if (!Acceptance.rejects(alternative, value)) {
                    values.add(value);
                }
            }
            return Optional.of(values);
        }
        for (JsonType type : alternative.types()) {
            switch (type) {
                case NULL -> values.add(NullNode.getInstance());
                case BOOLEAN -> values.addAll(List.of(BooleanNode.TRUE, BooleanNode.FALSE));
                case NUMBER, STRING, ARRAY, OBJECT -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(values);
    }
}
