package dev.modeldeck.engine.local.text;

import java.util.Arrays;

/**
 * A smaller model with the same tokens that guesses what a larger one is going to say (Leviathan,
 * Kalman and Matias 2023, "Fast inference from transformers via speculative decoding"): its most
 * likely tokens. It keeps its keys and values where the larger one does, so whoever has room in one
 * memory has it in the other.
 */
final class Draft implements AutoCloseable {

    private static final int[] NOTHING = {};

    private final Decoder decoder;

    /** Most tokens of a text that it guesses for. */
    private final int context;

    /**
     * @param context most positions that the larger model serves
     */
    Draft(Decoder decoder, int context) {
        this.decoder = decoder;
        DecoderShape shape = decoder.shape();
        this.context = Math.min(context, Math.min(shape.context(), shape.rope().settledUpTo()));
    }

    /** What follows in a text that stands in that slot, see {@link Guesser#guess}. */
    int[] guess(Slot slot, int[] tokens, int count, int most) {
        int width = Math.min(most, Math.min(slot.room(), context) - count);
        int from = slot.drafted(tokens, count);
        if (width < 1 || unknown(tokens, from, count)) {
            return NOTHING;
        }
        try {
            if (count - from > Step.WIDEST) {
                read(slot, tokens, from, count);
                return NOTHING; // the answer does not wait for a guess as well
            }
            return follow(slot, append(slot, tokens, from, count), tokens, count, width);
        } finally {
            decoder.leave(slot.base());
        }
    }

    /** Reads a prompt, or what was written while nobody guessed. */
    private void read(Slot slot, int[] tokens, int from, int count) {
        for (int at = from; at < count; at += Slot.PIECE) {
            append(slot, tokens, at, Math.min(at + Slot.PIECE, count));
        }
    }

    private int[] follow(Slot slot, float[] first, int[] tokens, int count, int width) {
        int[] text = Arrays.copyOf(tokens, count + width);
        float[] logits = first;
        for (int end = count; end < text.length; end++) {
            text[end] = Sampler.best(logits);
            if (end + 1 < text.length) {
                logits = append(slot, text, end, end + 1);
            }
        }
        return Arrays.copyOfRange(text, count, text.length);
    }

    /** Logits of the last token. */
    private float[] append(Slot slot, int[] tokens, int from, int to) {
        int[] ids = Arrays.copyOfRange(tokens, from, to);
        int wanted = ids.length <= Step.WIDEST ? ids.length : 1;
        slot.draft(tokens, from);
        float[][] rows = decoder.append(new Step(slot.base(), ids, from, wanted, to));
        slot.draft(tokens, to);
        return rows[wanted - 1];
    }

    /** Whether there are tokens that only the larger model has. */
    private boolean unknown(int[] tokens, int from, int count) {
        return Arrays.stream(tokens, from, count)
                .anyMatch(token -> token >= decoder.shape().vocabulary());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
