package dev.modeldeck.engine.local.text.constraint.grammar;

import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/** A part of a grammar. Elements are told apart by identity, so that they may form circles. */
public abstract sealed class Element {

    /** Of what can never be finished. */
    static final int ENDLESS = Integer.MAX_VALUE;

    /** Brackets that are open at once when the shortest text of this is written. */
    int height = ENDLESS;

    /** Exactly this text. */
    public static Element text(String text) {
        return new Leaf(Words.of(text), false);
    }

    /** What closes a bracket: so many may be open at once. */
    public static Element closing(Automaton bracket) {
        return new Leaf(bracket, true);
    }

    /** A special token of the vocabulary, which is no text. */
    public static Element special(int token) {
        return leaf(Words.of(List.of(spelled(token))));
    }

    /** How a special token is spelled: as a byte that no UTF-8 has, followed by its number. */
    public static byte[] spelled(int special) {
        return ByteBuffer.allocate(5).put((byte) 0xFF).putInt(special).array();
    }

    public static Element leaf(Automaton automaton) {
        return new Leaf(automaton, false);
    }

    public static Element sequence(Element... parts) {
        return new Sequence(List.of(parts));
    }

    public static Element sequence(List<Element> parts) {
        return new Sequence(parts);
    }

    /** One of these; none of none. */
    public static Element choice(List<Element> ways) {
        return ways.size() == 1 ? ways.getFirst() : new Choice(ways);
    }

    public static Element optional(Element element) {
        return new Choice(List.of(new Sequence(List.of()), element));
    }

    /**
     * The same again and again.
     *
     * @param max {@link Integer#MAX_VALUE} for any number
     */
    public static Element repetition(Element element, int min, int max) {
        return new Repetition(element, min, max);
    }

    /**
     * Some of these texts in any order, none of them twice.
     *
     * @param between stands between two of them
     * @param min of them, at most as many as there are
     */
    public static Element distinct(List<Element> items, Element between, int min, int max) {
        return new Distinct(items, between, new BitSet(), min, Math.min(max, items.size()));
    }

    /** What an automaton reads. */
    static final class Leaf extends Element {
        final Automaton automaton;
        final boolean closing;

        Leaf(Automaton automaton, boolean closing) {
            this.automaton = automaton;
            this.closing = closing;
        }
    }

    /** One after the other. */
    static final class Sequence extends Element {
        final List<Element> parts;

        Sequence(List<Element> parts) {
            this.parts = List.copyOf(parts);
        }
    }

    static final class Choice extends Element {
        final List<Element> ways;

        Choice(List<Element> ways) {
            this.ways = List.copyOf(ways);
        }
    }

    static final class Repetition extends Element {
        final Element element;
        final int min;
        final int max;
        private @Nullable Repetition rest;

        Repetition(Element element, int min, int max) {
            this.element = element;
            this.min = min;
            this.max = max;
        }

        /** After one of them. */
        Repetition rest() {
            Repetition known = rest;
            if (known == null) {
                int most = max == Integer.MAX_VALUE ? max : max - 1;
                boolean same = min == 0 && most == max;
                known = same ? this : new Repetition(element, Math.max(0, min - 1), most);
                known.height = known.min == 0 ? 0 : height;
                rest = known;
            }
            return known;
        }
    }

    static final class Distinct extends Element {
        final List<Element> items;
        final Element between;
        final BitSet used;
        final int min;
        final int max;
        private final Distinct[] rests;

        Distinct(List<Element> items, Element between, BitSet used, int min, int max) {
            this.items = List.copyOf(items);
            this.between = between;
            this.used = used;
            this.min = min;
            this.max = max;
            this.rests = new Distinct[items.size()];
        }

        /** After this one. */
        Distinct rest(int item) {
            if (rests[item] == null) {
                BitSet more = (BitSet) used.clone();
                more.set(item);
                rests[item] = new Distinct(items, between, more, min, max);
                rests[item].height = 0;
            }
            return rests[item];
        }
    }

    /** A part with a name, by which others refer to it before it is known. */
    public static final class Rule extends Element {
        private final String name;
        private @Nullable Element body;

        public Rule(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }

        /** Says what it is; once. */
        public void is(Element element) {
            body = element;
        }

        Element body() {
            if (body == null) {
                throw new IllegalStateException("the rule " + name + " says nothing");
            }
            return body;
        }
    }
}
