package dev.modeldeck.engine.local.text.constraint.regular;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How characters stand in a text, as bytes. Each character has one spelling only. */
public enum Encoding {

    /** As themselves. */
    PLAIN {
        @Override
        public Regular of(CodePoints characters) {
            return utf8(characters);
        }
    },

    /** Inside the quotes of a JSON string: escaped where they must be, as themselves elsewhere. */
    JSON_STRING {
        @Override
        public Regular of(CodePoints characters) {
            List<Regular> ways = new ArrayList<>();
            CodePoints escaped = characters.and(ESCAPED);
            for (CodePoints.Range range : escaped.ranges()) {
                for (int c = range.first(); c <= range.last(); c++) {
                    ways.add(Regular.of(escape(c)));
                }
            }
            ways.add(utf8(characters.and(ESCAPED.not())));
            return Regular.or(ways);
        }
    };

    private static final CodePoints ESCAPED = CodePoints.between(0, 0x1F).or(CodePoints.of("\"\\"));

    private static final Map<Integer, String> SHORT =
            Map.of(
                    (int) '"',
                    "\\\"",
                    (int) '\\',
                    "\\\\",
                    8,
                    "\\b",
                    9,
                    "\\t",
                    10,
                    "\\n",
                    12,
                    "\\f",
                    13,
                    "\\r");

    /** Ends of the ranges in which all characters take as many bytes. */
    private static final int[] LENGTHS = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};

    private static final Lexical ORDER = new Lexical(0x80, 0xBF);

    /** One of these characters. */
    public abstract Regular of(CodePoints characters);

    private static String escape(int character) {
        return SHORT.getOrDefault(character, "\\u%04X".formatted(character));
    }

    private static Regular utf8(CodePoints characters) {
        List<Regular> ways = new ArrayList<>();
        for (CodePoints.Range range : characters.ranges()) {
            int first = range.first();
            for (int end : LENGTHS) {
                if (first <= Math.min(range.last(), end)) {
                    ways.add(ORDER.between(bytes(first), bytes(Math.min(range.last(), end))));
                    first = end + 1;
                }
            }
        }
        return Regular.or(ways);
    }

    private static byte[] bytes(int codePoint) {
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }
}
