package dev.modeldeck.engine.local.text.constraint.regular;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads regular expressions as ECMA-262, Java and Python have them in common. What no regular
 * language can say (references back, looking behind, boundaries of words) is refused; looking ahead
 * works outside of groups.
 */
public final class Regex {

    private static final int MOST_REPEATS = 100_000;
    private static final int DEEPEST = 200;
    private static final Regular BEGIN = Regular.of(Symbols.of(Symbols.BEGIN));
    private static final Regular END = Regular.of(Symbols.of(Symbols.END));

    private final PatternText text;
    private final ClassReader classes;
    private final Encoding encoding;
    private int depth;

    private Regex(String text, Encoding encoding) {
        this.text = new PatternText(text);
        this.classes = new ClassReader(this.text);
        this.encoding = encoding;
    }

    /**
     * Texts that match as a whole.
     *
     * @return for {@link Automata#ofAnchored}
     * @throws EngineException saying what cannot be used
     */
    public static Regular whole(String pattern, Encoding encoding) {
        Regex regex = new Regex(pattern, encoding);
        return regex.texts().and(BEGIN.optional().then(regex.all(END.optional())));
    }

    /**
     * Texts in which a match is found.
     *
     * @return for {@link Automata#ofAnchored}
     * @throws EngineException saying what cannot be used
     */
    public static Regular within(String pattern, Encoding encoding) {
        Regex regex = new Regex(pattern, encoding);
        // A match begins with a whole character: no digit is found in an escaped one.
        Regular before = BEGIN.or(encoding.of(CodePoints.ALL)).repeated(0, Regular.ENDLESS);
        return regex.texts().and(before.then(regex.all(Regular.EVERYTHING)));
    }

    private Regular texts() {
        return Automata.anchored(encoding.of(CodePoints.ALL).repeated(0, Regular.ENDLESS));
    }

    /**
     * @param rest what follows the expression
     */
    private Regular all(Regular rest) {
        Regular all = alternatives(rest);
        if (text.peek() != PatternText.NOTHING) {
            throw text.wrong("a bracket closes that was not opened");
        }
        return all;
    }

    private Regular alternatives(Regular rest) {
        if (++depth > DEEPEST) {
            throw text.wrong("its groups are nested too deeply");
        }
        List<Regular> ways = new ArrayList<>();
        do {
            ways.add(sequence(rest));
        } while (text.takes("|"));
        depth--;
        return Regular.or(ways);
    }

    private Regular sequence(Regular rest) {
        List<UnaryOperator<Regular>> items = new ArrayList<>();
        while (text.peek() != PatternText.NOTHING && text.peek() != '|' && text.peek() != ')') {
            items.add(item());
        }
        Regular sequence = rest;
        for (UnaryOperator<Regular> item : items.reversed()) {
            sequence = item.apply(sequence);
        }
        return sequence;
    }

    /** How an item changes what follows it. */
    private UnaryOperator<Regular> item() {
        if (text.takes("(?=")) {
            Regular ahead = lookedFor();
            return rest -> ahead.and(rest);
        }
        if (text.takes("(?!")) {
            Regular ahead = lookedFor();
            return rest -> ahead.not().and(rest);
        }
        if (text.takes("^") || text.takes("\\A")) {
            return BEGIN::then;
        }
        if (text.takes("$") || text.takes("\\z") || text.takes("\\Z")) {
            return END::then;
        }
        return quantified(atom())::then;
    }

    private Regular lookedFor() {
        if (depth > 1) {
            throw text.wrong("looking ahead is supported outside of groups only");
        }
        return group().then(Regular.EVERYTHING);
    }

    private Regular group() {
        Regular inner = alternatives(Regular.EMPTY);
        if (!text.takes(")")) {
            throw text.wrong("a bracket is not closed");
        }
        return inner;
    }

    private Regular atom() {
        int c = text.take();
        return switch (c) {
            case '.' -> encoding.of(CharacterClasses.DOT);
            case '[' -> encoding.of(classes.bracketed());
            case '\\' -> encoding.of(classes.escaped());
            case '(' -> opened();
            case '*', '+', '?' -> throw text.wrong("there is nothing to repeat");
            default -> encoding.of(CodePoints.of(c));
        };
    }

    private Regular opened() {
        if (text.takes("?:")) {
            return group();
        }
        if (text.takes("?<=") || text.takes("?<!")) {
            throw text.wrong("looking behind is not supported");
        }
        if (text.takes("?<") || text.takes("?P<")) {
            text.until('>');
            return group();
        }
        if (text.peek() == '?') {
            throw text.wrong("this kind of group is not supported");
        }
        return group();
    }

    private Regular quantified(Regular once) {
        Regular result = once;
        if (text.takes("*")) {
            result = once.repeated(0, Regular.ENDLESS);
        } else if (text.takes("+")) {
            result = once.repeated(1, Regular.ENDLESS);
        } else if (text.takes("?")) {
            result = once.optional();
        } else if (text.peek() == '{') {
            result = counted(once);
        }
        if (result.equals(once)) {
            return once;
        }
        if (text.takes("+")) {
            throw text.wrong("possessive repetition is not supported");
        }
        text.takes("?");
        if (text.peek() == '*' || text.peek() == '+') {
            throw text.wrong("there is nothing to repeat");
        }
        return result;
    }

    /** {@code {2}}, {@code {2,}} or {@code {2,5}}; anything else is a brace like another letter. */
    private Regular counted(Regular once) {
        int start = text.position();
        text.take();
        int min = number();
        int max = min;
        if (min >= 0 && text.takes(",")) {
            max = text.peek() == '}' ? Regular.ENDLESS : number();
        }
        if (min < 0 || max < 0 || !text.takes("}")) {
            text.back(start);
            return once;
        }
        if (max < min) {
            throw text.wrong("a repetition ends before it begins");
        }
        return once.repeated(min, max);
    }

    private int number() {
        int value = -1;
        while (text.peek() >= '0' && text.peek() <= '9') {
            value = 10 * Math.max(value, 0) + text.take() - '0';
            if (value > MOST_REPEATS) {
                throw text.wrong("it repeats more than " + MOST_REPEATS + " times");
            }
        }
        return value;
    }
}
