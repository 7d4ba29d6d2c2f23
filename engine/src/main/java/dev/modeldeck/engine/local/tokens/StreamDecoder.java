package dev.modeldeck.engine.local.tokens;

import java.util.Arrays;

/**
 * Turns a growing list of tokens into text, piece by piece. A piece is given out only when its last
 * character is whole; the context before it is decoded along, because tokenizers treat the start of
 * a text specially.
 */
public final class StreamDecoder {

    private static final char UNFINISHED = '\uFFFD';

    private final TextTokenizer tokenizer;
    private int[] ids = new int[64];
    private int count;

    /** Tokens from here on are decoded each time. */
    private int contextStart;

    /** Tokens before this have been given out. */
    private int given;

    public StreamDecoder(TextTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Adds a token and returns the text that is new and whole; empty while a character is
     * unfinished.
     */
    public String add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String text = pending();
        if (text.isEmpty() || text.charAt(text.length() - 1) == UNFINISHED) {
            return "";
        }
        contextStart = given;
        given = count;
        return text;
    }

    /** What is left at the end, be it whole or not. */
    public String finish() {
        String text = pending();
        contextStart = given;
        given = count;
        return text;
    }

    private String pending() {
        String before = tokenizer.decode(ids, contextStart, given);
        String all = tokenizer.decode(ids, contextStart, count);
        return all.length() > before.length() ? all.substring(before.length()) : "";
    }
}
