package dev.modeldeck.engine.local.tokens;

import java.util.stream.IntStream;

/**
 * A text, or a pair of texts, in tokens.
 *
 * @param ids of the tokens
 * @param kinds the tokenizer's word for each token, which tells the texts of a pair apart
 * @param texts which text each token is of, 0 or 1; -1 for those that the tokenizer added
 */
public record Tokens(int[] ids, int[] kinds, int[] texts) {

    /** Token ids that somebody else made. */
    public static Tokens of(int[] ids) {
        return new Tokens(ids, new int[ids.length], new int[ids.length]);
    }

    public int length() {
        return ids.length;
    }

    /**
     * At most that many tokens: the ends of the texts are left out, the longer text's first; what
     * the tokenizer added stays, however little room there is.
     */
    public Tokens cut(int most) {
        if (ids.length <= most) {
            return this;
        }
        int[] keep = {count(0), count(1)};
        for (int over = ids.length - most; over > 0 && keep[0] + keep[1] > 0; over--) {
            keep[keep[0] > keep[1] ? 0 : 1]--;
        }
        int[] seen = new int[2];
        int[] kept =
                IntStream.range(0, ids.length)
                        .filter(i -> texts[i] < 0 || seen[texts[i]]++ < keep[texts[i]])
                        .toArray();
        return new Tokens(pick(ids, kept), pick(kinds, kept), pick(texts, kept));
    }

    private int count(int text) {
        return (int) IntStream.of(texts).filter(each -> each == text).count();
    }

    private static int[] pick(int[] values, int[] places) {
        return IntStream.of(places).map(place -> values[place]).toArray();
    }
}
