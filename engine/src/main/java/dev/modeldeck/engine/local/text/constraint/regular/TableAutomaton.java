package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.BitSet;

/** An automaton as a table that begins with its start; bytes never told apart share a column. */
final class TableAutomaton implements Automaton {

    private final int[] columnOf;
    private final int columns;
    private final int[] table;
    private final BitSet accepting;

    /**
     * @param columnOf for each byte
     * @param table state by state; {@link #DEAD} where nothing follows
     */
    TableAutomaton(int[] columnOf, int columns, int[] table, BitSet accepting) {
        this.columnOf = columnOf;
        this.columns = columns;
        this.table = table;
        this.accepting = accepting;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int next(int state, int octet) {
        return table[state * columns + columnOf[octet]];
    }

    @Override
    public int[] columns() {
        return columnOf.clone();
    }

    @Override
    public boolean accepts(int state) {
        return accepting.get(state);
    }

    @Override
    public boolean ended(int state) {
        for (int i = state * columns; i < (state + 1) * columns; i++) {
            if (table[i] != DEAD) {
                return false;
            }
        }
        return true;
    }
}
