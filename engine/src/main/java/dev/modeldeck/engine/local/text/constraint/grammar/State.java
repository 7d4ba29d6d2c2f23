package dev.modeldeck.engine.local.text.constraint.grammar;

import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What a text so far may still become: a position for each way in which it may be meant. Immutable
 * but for what it remembers, which its grammar guards.
 */
public final class State {

    /** Of a text that is no beginning of any of the language. */
    public static final State DEAD = new State(Set.of(), false);

    /** Where the text may stand: inside of an automaton's word, and what follows after that. */
    public record Position(Automaton automaton, int state, @Nullable Frame rest) {}

    /** What is to be read later: an element, and what comes after it; null at the text's end. */
    static final class Frame {
        final Element element;
        final @Nullable Frame below;

        /** Brackets that are closed from here on. */
        final int depth;

        Frame(Element element, @Nullable Frame below) {
            this.element = element;
            this.below = below;
            boolean closing = element instanceof Element.Leaf leaf && leaf.closing;
            this.depth = depth(below) + (closing ? 1 : 0);
        }

        static int depth(@Nullable Frame frame) {
            return frame == null ? 0 : frame.depth;
        }
    }

    private final List<Position> positions;
    private final boolean complete;
    private State @Nullable [] after;

    State(Set<Position> positions, boolean complete) {
        this.positions = List.copyOf(positions);
        this.complete = complete;
    }

    public List<Position> positions() {
        return positions;
    }

    /** Whether the text may end here. */
    public boolean complete() {
        return complete;
    }

    /** Whether nothing can follow. */
    public boolean ended() {
        return positions.isEmpty();
    }

    /** Whether the text is no beginning of any of the language. */
    public boolean dead() {
        return this == DEAD;
    }

    @Nullable State known(int octet) {
        return after == null ? null : after[octet];
    }

    void forget() {
        after = null;
    }

    void remember(int octet, State next) {
        if (after == null) {
            after = new State[256];
        }
        after[octet] = next;
    }
}
