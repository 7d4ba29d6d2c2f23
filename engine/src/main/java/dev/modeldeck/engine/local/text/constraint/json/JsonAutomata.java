package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Automata;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;
import dev.modeldeck.engine.local.text.constraint.regular.CodePoints;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;
import dev.modeldeck.engine.local.text.constraint.regular.Words;

/**
 * The parts of JSON that no schema narrows. Made once for a model: what is found out about its
 * tokens in them then serves all answers.
 */
public final class JsonAutomata {

    /** Spaces or tabs at the begin of a line, at most. */
    private static final int MOST_INDENTED = 40;

    /** One character of a string, as itself or escaped; halves of surrogate pairs come in pairs. */
    static final Regular CHARACTER = character();

    /** One character of a string in the one spelling that comparisons rely on. */
    static final Regular PLAIN_CHARACTER = Encoding.JSON_STRING.of(CodePoints.ALL);

    final Automaton quote = Words.of("\"");
    final Automaton colon = Words.of(":");
    final Automaton comma = Words.of(",");
    final Automaton openBrace = Words.of("{");
    final Automaton closeBrace = Words.of("}");
    final Automaton openBracket = Words.of("[");
    final Automaton closeBracket = Words.of("]");
    final Automaton nothing = Words.of("null");
    final Automaton yes = Words.of("true");
    final Automaton no = Words.of("false");
    final Automaton space = automaton(space());
    final Automaton string = automaton(string());
    final Automaton number = automaton(NumberLanguage.any());
    final Automaton integer = automaton(NumberLanguage.anyWhole());

    private static Automaton automaton(Regular language) {
        return Automata.of(language).orElseThrow();
    }

    /** Enough to lay out an answer, and an end to it: small models love to go on with spaces. */
    private static Regular space() {
        return Regular.of("\n")
                .then(
                        Regular.of(" ")
                                .repeated(0, MOST_INDENTED)
                                .or(Regular.of("\t").repeated(0, MOST_INDENTED)))
                .or(Regular.of(" "))
                .optional();
    }

    private static Regular string() {
        Regular quote = Regular.of("\"");
        return quote.then(CHARACTER.repeated(0, Regular.ENDLESS)).then(quote);
    }

    private static Regular character() {
        Regular hex =
                Regular.between('0', '9')
                        .or(Regular.between('a', 'f'))
                        .or(Regular.between('A', 'F'));
        Regular high = anyOf("dD").then(anyOf("89abAB")).then(hex.repeated(2, 2));
        Regular low = anyOf("dD").then(anyOf("cdefCDEF")).then(hex.repeated(2, 2));
        Regular whole =
                Regular.between('0', '9')
                        .or(anyOf("abcefABCEF"))
                        .then(hex.repeated(3, 3))
                        .or(anyOf("dD").then(anyOf("01234567")).then(hex.repeated(2, 2)));
        Regular escaped =
                anyOf("\"\\/bfnrt")
                        .or(Regular.of("u").then(whole))
                        .or(Regular.of("u").then(high).then(Regular.of("\\u")).then(low));
        CodePoints asThemselves = CodePoints.between(0, 0x1F).or(CodePoints.of("\"\\")).not();
        return Encoding.PLAIN.of(asThemselves).or(Regular.of("\\").then(escaped));
    }

    private static Regular anyOf(String letters) {
        return Encoding.PLAIN.of(CodePoints.of(letters));
    }
}
