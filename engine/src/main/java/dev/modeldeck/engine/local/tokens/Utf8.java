package dev.modeldeck.engine.local.tokens;

/** Sizes of texts in UTF-8. */
public final class Utf8 {

    private Utf8() {}

    /** Bytes; a lone surrogate counts as the question mark that it becomes. */
    public static long size(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size += 1;
            } else if (c < 0x800) {
                size += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 4;
                i++;
            } else {
                size += Character.isSurrogate(c) ? 1 : 3;
            }
        }
        return size;
    }
}
