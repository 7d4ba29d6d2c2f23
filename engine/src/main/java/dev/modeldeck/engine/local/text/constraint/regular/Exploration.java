package dev.modeldeck.engine.local.text.constraint.regular;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All states of a machine, as a table. */
final class Exploration<S> {

    private final Machine<S> machine;
    private final int most;
    private final int[] columnOf;
    private final int[] octetOf;
    private final Map<S, Integer> numbers = new HashMap<>();
    private final List<S> states = new ArrayList<>();
    private final BitSet accepting = new BitSet();
    private int[] table = new int[1024];

    private Exploration(Machine<S> machine, int most) {
        this.machine = machine;
        this.most = most;
        this.columnOf = machine.columns();
        this.octetOf = new int[Arrays.stream(columnOf).max().orElse(0) + 1];
        for (int octet = 0; octet < columnOf.length; octet++) {
            octetOf[columnOf[octet]] = octet;
        }
    }

    /**
     * @param most states
     * @throws EngineException if there are more, or too much is to be done to find them
     */
    static <S> Exploration<S> of(Machine<S> machine, int most) {
        return Effort.limited(() -> explored(machine, most));
    }

    private static <S> Exploration<S> explored(Machine<S> machine, int most) {
        Exploration<S> exploration = new Exploration<>(machine, most);
        exploration.number(machine.start());
        for (int i = 0; i < exploration.states.size(); i++) {
            exploration.explore(i);
        }
        return exploration;
    }

    int states() {
        return states.size();
    }

    /** Empty where no end can be reached. */
    Optional<Automaton> automaton() {
        BitSet live = live();
        if (!live.get(0)) {
            return Optional.empty();
        }
        int[] ways = Arrays.copyOf(table, states.size() * octetOf.length);
        for (int i = 0; i < ways.length; i++) {
            ways[i] = live.get(ways[i]) ? ways[i] : Automaton.DEAD;
        }
        return Optional.of(new TableAutomaton(columnOf, octetOf.length, ways, accepting));
    }

    private int number(S state) {
        Integer known = numbers.putIfAbsent(state, states.size());
        if (known != null) {
            return known;
        }
        states.add(state);
        return states.size() - 1;
    }

    private void explore(int index) {
        int columns = octetOf.length;
        if (index >= most) {
            throw Effort.tooMuch();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.cancelled();
        }
        if ((index + 1) * columns > table.length) {
            table = Arrays.copyOf(table, Math.max(2 * table.length, (index + 1) * columns));
        }
        S state = states.get(index);
        accepting.set(index, machine.accepts(state));
        for (int column = 0; column < columns; column++) {
            table[index * columns + column] = number(machine.next(state, octetOf[column]));
        }
    }

    /** States from which an end can be reached. */
    private BitSet live() {
        BitSet live = (BitSet) accepting.clone();
        boolean more = true;
        while (more) {
            more = false;
            for (int state = states.size() - 1; state >= 0; state--) {
                if (!live.get(state) && leads(state, live)) {
                    live.set(state);
                    more = true;
                }
            }
        }
        return live;
    }

    private boolean leads(int state, BitSet live) {
        for (int i = state * octetOf.length; i < (state + 1) * octetOf.length; i++) {
            if (live.get(table[i])) {
                return true;
            }
        }
        return false;
    }
}
