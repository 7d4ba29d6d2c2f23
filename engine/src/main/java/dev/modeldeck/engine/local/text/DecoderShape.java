package dev.modeldeck.engine.local.text;

/**
 * The sizes of a decoder of Llama's kind (pre-normalised with RMSNorm, rotary positions, gated
 * SiLU).
 *
 * @param kvHeads key and value heads, each shared by {@code heads / kvHeads} query heads
 * @param context most positions the model was made for, after RoPE scaling
 * @param slidingWindow how many positions back a token sees; 0 for all
 * @param headNorm whether each query and key head is normalised (RMSNorm) before it is turned
 * @param tied whether the output matrix is the embedding
 */
public record DecoderShape(
        int vocabulary,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        int kvHeads,
        int headSize,
        double normEpsilon,
        int context,
        int slidingWindow,
        boolean headNorm,
        boolean tied,
        Biases biases,
        Rope rope) {

    /** Which linear maps have a bias. */
    public record Biases(boolean queryKeyValue, boolean output, boolean mlp) {
        static final Biases NONE = new Biases(false, false, false);
    }

    DecoderShape withContextAtMost(int limit) {
        return with(Math.min(context, limit), headNorm);
    }

    DecoderShape withHeadNorm() {
        return with(context, true);
    }

    private DecoderShape with(int newContext, boolean newHeadNorm) {
        return new DecoderShape(
                vocabulary,
                hidden,
                intermediate,
                layers,
                heads,
                kvHeads,
                headSize,
                normEpsilon,
                newContext,
                slidingWindow,
                newHeadNorm,
                tied,
                biases,
                rope);
    }
}
