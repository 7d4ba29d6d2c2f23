package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The named classes of regular expressions. */
final class CharacterClasses {

    /** A dot does not stand for the end of a line. */
    static final CodePoints DOT = CodePoints.of("\n\r\u0085\u2028\u2029").not();

    private static final CodePoints DIGIT = CodePoints.between('0', '9');
    private static final CodePoints WORD =
            DIGIT.or(CodePoints.between('a', 'z'))
                    .or(CodePoints.between('A', 'Z'))
                    .or(CodePoints.of("_"));
    private static final CodePoints SPACE = CodePoints.of(" \t\n\r\f\u000B");

    private static final Map<String, IntPredicate> PROPERTIES =
            Map.ofEntries(
                    Map.entry("l", Character::isLetter),
                    Map.entry("letter", Character::isLetter),
                    Map.entry("lu", type(Character.UPPERCASE_LETTER)),
                    Map.entry("ll", type(Character.LOWERCASE_LETTER)),
                    Map.entry("lt", type(Character.TITLECASE_LETTER)),
                    Map.entry("lm", type(Character.MODIFIER_LETTER)),
                    Map.entry("lo", type(Character.OTHER_LETTER)),
                    Map.entry("n", types(Character.DECIMAL_DIGIT_NUMBER, Character.OTHER_NUMBER)),
                    Map.entry("nd", type(Character.DECIMAL_DIGIT_NUMBER)),
                    Map.entry("nl", type(Character.LETTER_NUMBER)),
                    Map.entry("no", type(Character.OTHER_NUMBER)),
                    Map.entry(
                            "m",
                            types(Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK)),
                    Map.entry("mn", type(Character.NON_SPACING_MARK)),
                    Map.entry("mc", type(Character.COMBINING_SPACING_MARK)),
                    Map.entry(
                            "p",
                            types(Character.DASH_PUNCTUATION, Character.OTHER_PUNCTUATION)
                                    .or(
                                            types(
                                                    Character.INITIAL_QUOTE_PUNCTUATION,
                                                    Character.FINAL_QUOTE_PUNCTUATION))),
                    Map.entry("s", types(Character.MATH_SYMBOL, Character.OTHER_SYMBOL)),
                    Map.entry("sc", type(Character.CURRENCY_SYMBOL)),
                    Map.entry("sm", type(Character.MATH_SYMBOL)),
                    Map.entry("z", types(Character.SPACE_SEPARATOR, Character.PARAGRAPH_SEPARATOR)),
                    Map.entry("zs", type(Character.SPACE_SEPARATOR)));

    /** With what some dialects count in besides; found when it is first asked for. */
    private static final class Wide {
        static final CodePoints DIGIT =
                CharacterClasses.DIGIT.or(CodePoints.where(Character::isDigit));
        static final CodePoints WORD =
                CharacterClasses.WORD.or(CodePoints.where(Character::isUnicodeIdentifierPart));
        static final CodePoints SPACE =
                CharacterClasses.SPACE
                        .or(
                                CodePoints.where(
                                        c -> Character.isSpaceChar(c) || Character.isWhitespace(c)))
                        .or(CodePoints.of("\u0085\uFEFF"));
    }

    private CharacterClasses() {}

    /**
     * {@code \d}, {@code \W} and their kin; empty for other letters. Dialects differ in what is in
     * them: here only what is in it for all of them.
     *
     * @param outside whether the class is to be taken from all others, so that "in it for any" is
     *     what is safe
     */
    static Optional<CodePoints> shorthand(int letter, boolean outside) {
        return switch (letter) {
            case 'd' -> Optional.of(outside ? Wide.DIGIT : DIGIT);
            case 'D' -> Optional.of((outside ? DIGIT : Wide.DIGIT).not());
            case 'w' -> Optional.of(outside ? Wide.WORD : WORD);
            case 'W' -> Optional.of((outside ? WORD : Wide.WORD).not());
            case 's' -> Optional.of(outside ? Wide.SPACE : SPACE);
            case 'S' -> Optional.of((outside ? SPACE : Wide.SPACE).not());
            default -> Optional.empty();
        };
    }

    /** What {@code \p} names by its general category. */
    static Optional<CodePoints> property(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^(gc|general_category)=", "");
        return Optional.ofNullable(PROPERTIES.get(plain)).map(CodePoints::where);
    }

    private static IntPredicate type(int type) {
        return c -> Character.getType(c) == type;
    }

    /** Types that are numbered in a row. */
    private static IntPredicate types(int first, int last) {
        return c -> Character.getType(c) >= first && Character.getType(c) <= last;
    }
}
