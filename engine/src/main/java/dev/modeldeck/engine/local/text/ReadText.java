package dev.modeldeck.engine.local.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as a model reads it: windows of tokens that fit the context, of about equal size. Where
 * the model expects every text to begin with a certain token, every window does.
 *
 * @param tokens of the text that are read, without those with which windows begin
 * @param textTokens that the whole text has
 */
record ReadText(List<int[]> windows, int tokens, int textTokens) {

    /**
     * @param most tokens that are read; what comes after them is left out
     */
    static ReadText of(String text, TextParts parts, int most) {
        int[] ids = parts.assets().tokenizer().encode(text, true);
        Integer begin = parts.assets().begin();
        boolean begun = begin != null && ids.length > 0 && ids[0] == begin;
        int first = begun ? 1 : 0;
        int whole = ids.length - first;
        int read = Math.min(whole, most);
        int count = Math.ceilDiv(read, parts.context() - first);
        List<int[]> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = first + read * i / count;
            int to = first + read * (i + 1) / count;
            int[] window = Arrays.copyOfRange(ids, from - first, to);
            if (begun) {
                window[0] = ids[0];
            }
            windows.add(window);
        }
        return new ReadText(windows, read, whole);
    }

    /** Tokens that are predicted: of each window all but the first. */
    int predictions() {
        return windows.stream().mapToInt(window -> Math.max(0, window.length - 1)).sum();
    }
}
