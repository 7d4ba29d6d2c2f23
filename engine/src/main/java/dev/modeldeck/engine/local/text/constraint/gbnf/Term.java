package dev.modeldeck.engine.local.text.constraint.gbnf;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a rule. What refers to no other rule becomes one automaton, which is quick to read. */
sealed interface Term {

    record Text(Regular text) implements Term {}

    record Reference(String rule) implements Term {}

    record Sequence(List<Term> parts) implements Term {}

    record Choice(List<Term> ways) implements Term {}

    record Repetition(Term term, int min, int max) implements Term {}

    /** Empty where it refers to a rule. */
    default Optional<Regular> regular() {
        return switch (this) {
            case Text(Regular text) -> Optional.of(text);
            case Reference _ -> Optional.empty();
            case Sequence(List<Term> parts) -> {
                Optional<Regular> all = Optional.of(Regular.EMPTY);
                for (Term part : parts.reversed()) {
                    Optional<Regular> rest = all;
                    all = part.regular().flatMap(one -> rest.map(one::then));
                }
                yield all;
            }
            case Choice(List<Term> ways) -> {
                List<Regular> known = ways.stream().flatMap(way -> way.regular().stream()).toList();
                yield known.size() == ways.size()
                        ? Optional.of(Regular.or(known))
                        : Optional.empty();
            }
            case Repetition(Term term, int min, int max) ->
                    term.regular().map(one -> one.repeated(min, max));
        };
    }

    /**
     * As an element of a grammar.
     *
     * @param rules finds the rule of a name
     */
    default Element element(Function<String, Element> rules) {
        Optional<Regular> regular = regular();
        if (regular.isPresent()) {
            return leaf(regular.get());
        }
        return switch (this) {
            case Text(Regular text) -> leaf(text);
            case Reference(String rule) -> rules.apply(rule);
            case Sequence(List<Term> parts) -> Element.sequence(joined(parts, rules));
            case Choice(List<Term> ways) ->
                    Element.choice(ways.stream().map(way -> way.element(rules)).toList());
            case Repetition(Term term, int min, int max) ->
                    Element.repetition(term.element(rules), min, max);
        };
    }

    /** Neighbours without references are read as one. */
    private static List<Element> joined(List<Term> parts, Function<String, Element> rules) {
        List<Element> elements = new ArrayList<>();
        List<Term> plain = new ArrayList<>();
        for (Term part : parts) {
            if (part.regular().isPresent()) {
                plain.add(part);
                continue;
            }
            new Sequence(List.copyOf(plain)).regular().ifPresent(all -> elements.add(leaf(all)));
            plain.clear();
            elements.add(part.element(rules));
        }
        new Sequence(List.copyOf(plain)).regular().ifPresent(all -> elements.add(leaf(all)));
        return elements;
    }

    private static Element leaf(Regular language) {
        return language.empty()
                ? Element.sequence()
                : Automata.of(language).map(Element::leaf).orElse(Element.choice(List.of()));
    }
}
