package dev.modeldeck.engine.local.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A vocabulary of the single bytes and of tokens as byte pair encodings learn them from JSON: such
 * as reach over the ends of strings and numbers, halves of characters, long runs, one twice.
 */
final class SampleTokens implements Tokens {

    /** Ends an answer. */
    static final int END = 256;

    /** Another special token. */
    static final int MARK = 257;

    private static final List<String> TEXTS =
            List.of(
                    "\":",
                    "\": ",
                    "\",",
                    "\", ",
                    "\"}",
                    "\"]",
                    "{\"",
                    "[\"",
                    "\":{\"",
                    "\":[",
                    "\"},",
                    "\"}]",
                    "\\\"",
                    "\\n",
                    "\\u",
                    "\\u00",
                    "\\ud83d\\ude00",
                    "}}",
                    "}]",
                    "]]",
                    "]}",
                    "},{",
                    "},",
                    "],",
                    "],[",
                    "[[",
                    "[]",
                    "{}",
                    "[{",
                    "[{\"",
                    ", ",
                    ",\n",
                    ": ",
                    "\n    ",
                    "  ",
                    "    ",
                    "                ",
                    "\n\n",
                    "\t",
                    "true",
                    "false",
                    "null",
                    "true,",
                    "false}",
                    "null]",
                    "tr",
                    "ue",
                    "nul",
                    "12",
                    "123",
                    "00",
                    "0.",
                    ".5",
                    "-1",
                    "1,",
                    "2]",
                    "3}",
                    "e+",
                    "E5",
                    "1e",
                    "10",
                    "100",
                    "99",
                    "the",
                    " the",
                    "name",
                    "\"name",
                    "\"name\":",
                    "type",
                    "value",
                    "abc",
                    "ab",
                    "foo",
                    "foo-bar",
                    "id",
                    "\"id\": ",
                    "a",
                    "aaaaaaaa",
                    "--------",
                    "é",
                    "☃",
                    "😀",
                    "ß",
                    "äö",
                    "日本",
                    "x\"",
                    "y\",\"",
                    "z\"}",
                    "a\":",
                    "b\": [",
                    "c\":1",
                    "0\"",
                    ".txt",
                    "example",
                    ".com",
                    "https",
                    "://",
                    "www",
                    "@",
                    "2024",
                    "-02-",
                    "T10:",
                    ":00",
                    "Z\"",
                    "+01",
                    "kind",
                    "\"kind\":\"",
                    "const",
                    "enum",
                    "\"type\":\"",
                    " \"",
                    "\n  \"",
                    "\"\"",
                    "\"\",",
                    "\n",
                    "\n\t",
                    "\n}",
                    "}\n");

    private final List<byte[]> tokens = new ArrayList<>();
    private final Map<Integer, Boolean> special = new HashMap<>();

    SampleTokens() {
        for (int octet = 0; octet < 256; octet++) {
            tokens.add(new byte[] {(byte) octet});
        }
        special.put(END, true);
        special.put(MARK, true);
        tokens.add("<end>".getBytes(StandardCharsets.UTF_8));
        tokens.add("<mark>".getBytes(StandardCharsets.UTF_8));
        TEXTS.forEach(text -> tokens.add(text.getBytes(StandardCharsets.UTF_8)));
        tokens.add(new byte[] {(byte) 0xF0, (byte) 0x9F});
        tokens.add(new byte[] {(byte) 0x98, (byte) 0x80, '"'});
        tokens.add(new byte[] {(byte) 0xE2, (byte) 0x98});
        tokens.add(new byte[] {(byte) 0xED, (byte) 0xA0});
        tokens.add(new byte[] {(byte) 0xFF, 'a'});
        tokens.add(new byte[0]);
    }

    @Override
    public int count() {
        return tokens.size();
    }

    @Override
    public boolean special(int token) {
        return special.containsKey(token);
    }

    @Override
    public byte[] bytes(int token) {
        return tokens.get(token);
    }
}
