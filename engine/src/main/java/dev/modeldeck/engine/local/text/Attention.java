package dev.modeldeck.engine.local.text;

/**
 * Attention of a layer.
 *
 * @param kvHeads key and value heads, each shared by {@code heads / kvHeads} query heads
 * @param turned how many components of a query or key head turn with its position; the others stay
 * @param scale products of queries and keys are multiplied by it
 * @param cap scores are softly kept between minus this and this; 0 leaves them as they are
 * @param headNorm whether each query and key head is normalised (RMSNorm) before it is turned
 * @param biased whether the maps to queries, keys and values have a bias
 * @param outputBiased whether the map of the result has one
 */
public record Attention(
        int heads,
        int kvHeads,
        int headSize,
        int turned,
        double scale,
        double cap,
        boolean headNorm,
        boolean biased,
        boolean outputBiased) {

    static Attention of(int heads, int kvHeads, int headSize, int turned) {
        double scale = 1 / Math.sqrt(headSize);
        return new Attention(heads, kvHeads, headSize, turned, scale, 0, false, false, false);
    }

    /** Whether some components of a head turn and others do not. */
    boolean turnsInPart() {
        return turned < headSize;
    }

    /** Components of all query heads. */
    int queries() {
        return heads * headSize;
    }

    /** Components of all key heads, and of all value heads. */
    int keys() {
        return kvHeads * headSize;
    }

    Attention scaled(double factor) {
        return new Attention(
                heads, kvHeads, headSize, turned, factor, cap, headNorm, biased, outputBiased);
    }

    Attention capped(double most) {
        return new Attention(
                heads, kvHeads, headSize, turned, scale, most, headNorm, biased, outputBiased);
    }

    Attention withHeadNorm() {
        if (turnsInPart()) {
            throw DecoderConfig.unsupported("norms of heads of which a part turns");
        }
        return new Attention(
                heads, kvHeads, headSize, turned, scale, cap, true, biased, outputBiased);
    }

    Attention withBiases(boolean input, boolean output) {
        return new Attention(heads, kvHeads, headSize, turned, scale, cap, headNorm, input, output);
    }
}
