package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression as a machine, whose states are what may still follow.
 *
 * @param anchored whether begin and end of the text are symbols of the expression
 */
record Derivatives(Regular language, boolean anchored) implements Machine<Regular> {

    @Override
    public Regular start() {
        return anchored ? language.after(Symbols.BEGIN) : language;
    }

    @Override
    public Regular next(Regular state, int octet) {
        return state.after(octet);
    }

    @Override
    public boolean accepts(Regular state) {
        return (anchored ? state.after(Symbols.END) : state).nullable();
    }

    @Override
    public int[] columns() {
        Set<Symbols> sets = language.sets();
        Map<List<Boolean>, Integer> known = new HashMap<>();
        int[] columns = new int[256];
        for (int octet = 0; octet < columns.length; octet++) {
            int symbol = octet;
            List<Boolean> members = sets.stream().map(set -> set.contains(symbol)).toList();
            columns[octet] = known.computeIfAbsent(members, unknown -> known.size());
        }
        return columns;
    }
}
