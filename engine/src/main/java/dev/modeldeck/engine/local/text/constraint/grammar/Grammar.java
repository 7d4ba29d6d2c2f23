package dev.modeldeck.engine.local.text.constraint.grammar;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads texts of a language with nested parts, byte by byte. What may still follow is a set of
 * stacks, as in Earley's and in Tomita's parsers; sets that were met once are kept, so that most
 * bytes cost a look into a table. Safe for many threads.
 */
public final class Grammar {

    /** Brackets that are open at once at most, which every reader of JSON puts up with. */
    static final int DEEPEST = 100;

    /** Ways in which a text may be meant at once; some grammars double them with each byte. */
    private static final int MOST_WAYS = 4096;

    /** States that are remembered before all are forgotten. */
    private static final int MOST_STATES = 10_000;

    private record FrameKey(Element element, State.@Nullable Frame below) {}

    private record StateKey(Set<State.Position> positions, boolean complete) {}

    private final Map<FrameKey, State.Frame> frames = new HashMap<>();
    private final Map<StateKey, State> states = new HashMap<>();
    private final State start;

    /**
     * @throws EngineException if no text can be of this grammar, or if it can't be read from left
     *     to right
     */
    public Grammar(Element root) {
        Heights.measure(root);
        Reading reading = new Reading();
        reading.expand(root, null);
        start = reading.state();
    }

    public State start() {
        return start;
    }

    /** The state after a byte from 0 to 255; one that is dead where it must not follow. */
    public synchronized State next(State state, int octet) {
        State known = state.known(octet);
        if (known != null) {
            return known;
        }
        Reading reading = new Reading();
        for (State.Position position : state.positions()) {
            int next = position.automaton().next(position.state(), octet);
            if (next != Automaton.DEAD) {
                reading.at(position.automaton(), next, position.rest());
            }
        }
        State next = reading.state();
        state.remember(octet, next);
        return next;
    }

    /** The state after the word that the position is in, as if it ended just here. */
    public synchronized State after(State.Position position) {
        Reading reading = new Reading();
        reading.enter(position.rest());
        return reading.state();
    }

    /** The one byte that may follow; -1 where several may, or none. */
    public int only(State state) {
        int only = -1;
        for (State.Position position : state.positions()) {
            for (int octet = 0; octet < 256; octet++) {
                if (octet != only
                        && position.automaton().next(position.state(), octet) != Automaton.DEAD) {
                    if (only >= 0) {
                        return -1;
                    }
                    only = octet;
                }
            }
        }
        return only;
    }

    private State.Frame frame(Element element, State.@Nullable Frame below) {
        return frames.computeIfAbsent(
                new FrameKey(element, below), key -> new State.Frame(element, below));
    }

    private State state(Set<State.Position> positions, boolean complete) {
        if (positions.isEmpty() && !complete) {
            return State.DEAD;
        }
        if (states.size() > MOST_STATES) {
            states.clear();
            frames.clear();
            start.forget();
        }
        return states.computeIfAbsent(
                new StateKey(positions, complete), key -> new State(positions, complete));
    }

    /** Finds the automata that may read the next byte. */
    private final class Reading {

        private record Visit(Element element, State.@Nullable Frame below) {}

        private final Set<State.Position> positions = new LinkedHashSet<>();
        private final Set<Visit> visited = new HashSet<>();
        private boolean complete;

        State state() {
            return Grammar.this.state(positions, complete);
        }

        void at(Automaton automaton, int state, State.@Nullable Frame rest) {
            if (!automaton.ended(state)) {
                positions.add(new State.Position(automaton, state, rest));
                if (positions.size() > MOST_WAYS) {
                    throw EngineException.invalid(
                            "A text of it can be meant in too many ways. Write it so that its"
                                    + " beginning tells how it goes on.");
                }
            }
            if (automaton.accepts(state)) {
                enter(rest);
            }
        }

        void enter(State.@Nullable Frame frame) {
            if (frame == null) {
                complete = true;
            } else {
                expand(frame.element, frame.below);
            }
        }

        void expand(Element element, State.@Nullable Frame below) {
            boolean fits = element.height <= DEEPEST - State.Frame.depth(below);
            if (!fits || !visited.add(new Visit(element, below))) {
                return;
            }
            switch (element) {
                case Element.Leaf leaf -> at(leaf.automaton, leaf.automaton.start(), below);
                case Element.Sequence sequence -> {
                    State.Frame rest = below;
                    for (Element part : sequence.parts.reversed()) {
                        rest = frame(part, rest);
                    }
                    enter(rest);
                }
                case Element.Choice choice -> choice.ways.forEach(way -> expand(way, below));
                case Element.Repetition repetition -> {
                    if (repetition.min == 0) {
                        enter(below);
                    }
                    if (repetition.max > 0) {
                        expand(repetition.element, frame(repetition.rest(), below));
                    }
                }
                case Element.Distinct distinct -> expandDistinct(distinct, below);
                case Element.Rule rule -> expand(rule.body(), below);
            }
        }

        private void expandDistinct(Element.Distinct distinct, State.@Nullable Frame below) {
            int chosen = distinct.used.cardinality();
            if (chosen >= distinct.min) {
                enter(below);
            }
            for (int i = 0; i < distinct.items.size() && chosen < distinct.max; i++) {
                if (!distinct.used.get(i)) {
                    State.Frame rest = frame(distinct.items.get(i), frame(distinct.rest(i), below));
                    enter(chosen == 0 ? rest : frame(distinct.between, rest));
                }
            }
        }
    }
}
