package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands between the quotes of a string. */
final class StringLanguage {

    /** Nothing that is written is longer. */
    private static final int LONGEST = 100_000_000;

    private StringLanguage() {}

    /** Of strings that satisfy rules; empty where none does. */
    static Optional<Automaton> of(TextRules rules) {
        if (rules.min() > rules.max()) {
            return Optional.empty();
        }
        if (rules.patterns().isEmpty() && rules.formats().isEmpty()) {
            int max = rules.max() > LONGEST ? Regular.ENDLESS : rules.max();
            return Optional.of(Automata.counted(JsonAutomata.CHARACTER, rules.min(), max));
        }
        return Automata.ofAnchored(anchored(rules));
    }

    /** As an expression, for {@link Automata#ofAnchored}, in which strings have one spelling. */
    static Regular anchored(TextRules rules) {
        List<Regular> all = new ArrayList<>();
        rules.patterns().forEach(p -> all.add(Regex.within(p, Encoding.JSON_STRING)));
        rules.formats().stream()
                .map(name -> Formats.pattern(name).orElseThrow())
                .forEach(p -> all.add(Regex.whole(p, Encoding.JSON_STRING)));
        all.add(Automata.anchored(JsonAutomata.PLAIN_CHARACTER.repeated(rules.min(), rules.max())));
        return Regular.and(all);
    }
}
