package dev.modeldeck.engine.local.text.constraint.regular;

/** Reads what stands for one character: escapes, and classes in brackets. */
final class ClassReader {

    private final PatternText text;

    ClassReader(PatternText text) {
        this.text = text;
    }

    /** What follows a backslash outside of brackets. */
    CodePoints escaped() {
        if (text.peek() == 'b' || text.peek() == 'B') {
            throw text.wrong("word boundaries are not supported");
        }
        return escape(false);
    }

    /** What follows an opening bracket. */
    CodePoints bracketed() {
        boolean outside = text.takes("^");
        CodePoints members = CodePoints.NONE;
        boolean first = true;
        while (first || text.peek() != ']') {
            if (text.takes("&&")) {
                throw text.wrong("classes cannot be cut with \"&&\" here");
            }
            CodePoints member = member(outside);
            int single = single(member);
            int dash = text.position();
            if (single >= 0 && text.takes("-") && text.peek() != ']') {
                int last = single(member(outside));
                if (last < single) {
                    throw text.wrong("a range of characters ends before it begins");
                }
                member = CodePoints.between(single, last);
            } else {
                text.back(dash);
            }
            members = members.or(member);
            first = false;
        }
        text.take();
        return outside ? members.not() : members;
    }

    private CodePoints member(boolean outside) {
        int c = text.take();
        return c == '\\' ? escape(outside) : CodePoints.of(c);
    }

    /** The only member; -1 where there are several or none. */
    private static int single(CodePoints members) {
        return members.ranges().size() == 1
                        && members.ranges().getFirst().first() == members.ranges().getFirst().last()
                ? members.ranges().getFirst().first()
                : -1;
    }

    private CodePoints escape(boolean outside) {
        int letter = text.take();
        return CharacterClasses.shorthand(letter, outside)
                .orElseGet(() ->
                        switch (letter) {
                            case 'p' -> property();
                            case 'P' -> property().not();
                            default -> CodePoints.of(character(letter));
                        });
    }

    private CodePoints property() {
        String name = text.takes("{") ? text.until('}') : Character.toString(text.take());
        return CharacterClasses.property(name)
                .orElseThrow(() -> text.wrong("the property \"" + name + "\" is not supported"));
    }

    private int character(int letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 0x0B;
            case 'b' -> '\b';
            case 'a' -> 0x07;
            case 'e' -> 0x1B;
            case '0' -> 0;
            case 'c' -> text.take() & 0x1F;
            case 'x' -> text.takes("{") ? inBraces() : text.hexadecimal(2);
            case 'u' -> text.takes("{") ? inBraces() : unicode();
            default -> {
                if (Character.isLetterOrDigit(letter)) {
                    throw text.wrong("\"\\" + Character.toString(letter) + "\" is not supported");
                }
                yield letter;
            }
        };
    }

    private int inBraces() {
        String digits = text.until('}');
        try {
            int value = Integer.parseInt(digits, 16);
            if (Character.isValidCodePoint(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, as a number that is too large is
        }
        throw text.wrong("{" + digits + "} is no character");
    }

    private int unicode() {
        int value = text.hexadecimal(4);
        if (!Character.isHighSurrogate((char) value) || !text.takes("\\u")) {
            return value;
        }
        return Character.toCodePoint((char) value, (char) text.hexadecimal(4));
    }
}
