package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import java.util.List;

/** The elements of JSON, anew for each grammar. */
public final class JsonElements {

    private final JsonAutomata automata;
    private final Element comma;
    private final Element.Rule value = new Element.Rule("value");

    public JsonElements(JsonAutomata automata) {
        this.automata = automata;
        this.comma = Element.sequence(Element.leaf(automata.comma), space());
        value.is(
                Element.choice(
                        List.of(
                                object(),
                                array(list(value, 0, Integer.MAX_VALUE)),
                                string(),
                                number(),
                                bool(),
                                nothing())));
    }

    /** Any value. */
    public Element.Rule value() {
        return value;
    }

    /** Any object. */
    public Element object() {
        Element member = Element.sequence(string(), colon(), value);
        return braces(list(member, 0, Integer.MAX_VALUE));
    }

    Element nothing() {
        return Element.leaf(automata.nothing);
    }

    Element bool() {
        return Element.choice(List.of(Element.leaf(automata.yes), Element.leaf(automata.no)));
    }

    Element number() {
        return Element.leaf(automata.number);
    }

    Element integer() {
        return Element.leaf(automata.integer);
    }

    Element string() {
        return Element.leaf(automata.string);
    }

    /**
     * @param rest what stands behind the opening quote, the closing one included
     */
    Element quoted(Automaton rest) {
        return Element.sequence(Element.leaf(automata.quote), Element.leaf(rest));
    }

    Element space() {
        return Element.leaf(automata.space);
    }

    Element comma() {
        return comma;
    }

    Element colon() {
        return Element.sequence(Element.leaf(automata.colon), space());
    }

    Element braces(Element members) {
        return Element.sequence(
                Element.leaf(automata.openBrace),
                space(),
                members,
                space(),
                Element.closing(automata.closeBrace));
    }

    Element array(Element items) {
        return Element.sequence(
                Element.leaf(automata.openBracket),
                space(),
                items,
                space(),
                Element.closing(automata.closeBracket));
    }

    /** The same again and again, with commas between. */
    Element list(Element item, int min, int max) {
        if (max == 0) {
            return Element.sequence();
        }
        int more = max == Integer.MAX_VALUE ? max : max - 1;
        Element some =
                Element.sequence(
                        item,
                        Element.repetition(
                                Element.sequence(comma, item), Math.max(0, min - 1), more));
        return min == 0 ? Element.optional(some) : some;
    }
}
