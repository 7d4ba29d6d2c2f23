package dev.modeldeck.engine.local.text.constraint.regular;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.Optional;

/** Makes automata of expressions and of other automata; empty where no word is in the language. */
public final class Automata {

    /** More would take seconds to find. */
    private static final int MOST_STATES = 30_000;

    private static final int MOST_PAIRS = 200_000;

    private Automata() {}

    /**
     * Of an expression over plain bytes.
     *
     * @throws EngineException if it would be too large
     */
    public static Optional<Automaton> of(Regular language) {
        return Exploration.of(new Derivatives(language, false), MOST_STATES).automaton();
    }

    /**
     * Of an expression in which begin and end of the text are symbols of their own: {@link Regex}
     * and {@link #anchored} make such.
     *
     * @throws EngineException if it would be too large
     */
    public static Optional<Automaton> ofAnchored(Regular language) {
        return Exploration.of(new Derivatives(language, true), MOST_STATES).automaton();
    }

    /** A language over plain bytes between begin and end, to be joined with anchored ones. */
    public static Regular anchored(Regular plain) {
        return Regular.of(Symbols.of(Symbols.BEGIN))
                .then(plain)
                .then(Regular.of(Symbols.of(Symbols.END)));
    }

    /**
     * Words that are in both languages.
     *
     * @throws EngineException if it would be too large
     */
    public static Optional<Automaton> both(Automaton one, Automaton other) {
        return Exploration.of(new Both(one, other), MOST_PAIRS).automaton();
    }

    /** Any text in which this part does not occur; it must not be empty. */
    public static Automaton textWithout(String part) {
        Regular with = Regular.EVERYTHING.then(Regular.of(part)).then(Regular.EVERYTHING);
        return of(text().and(with.not())).orElseThrow();
    }

    /** Any text that does not begin with this character. */
    public static Automaton textNotBegunBy(char first) {
        Regular with = Regular.of(String.valueOf(first)).then(Regular.EVERYTHING);
        return of(text().and(with.not())).orElseThrow();
    }

    private static Regular text() {
        return Encoding.PLAIN.of(CodePoints.ALL).repeated(0, Regular.ENDLESS);
    }

    /**
     * So many characters in a row.
     *
     * @param character of whose words none is the beginning of another
     * @param max {@link Regular#ENDLESS} for any number
     */
    public static Automaton counted(Regular character, int min, int max) {
        Exploration<Regular> one = Exploration.of(new Derivatives(character, false), MOST_STATES);
        return new Counted(one.automaton().orElseThrow(), one.states(), min, max);
    }
}
