package dev.modeldeck.engine.local.text;

import java.util.Arrays;

/**
 * A place for one sequence in the decoder's memory, which remembers the last conversation that was
 * computed there. What a later prompt shares with it need not be read again.
 *
 * <p>Who goes on with the same conversation takes all of it. Anybody else takes whole pieces of the
 * prompt only, each computed exactly as it would be again: so an answer does not depend on what
 * others asked before. One request at a time changes a slot; others may look at what it holds.
 */
final class Slot {

    /** Prompt tokens that are read at once; between two pieces other requests have their turn. */
    static final int PIECE = 256;

    private final int base;
    private volatile int room;
    private volatile Held held = Held.NOTHING;

    /** Tokens that a draft model has read, or guessed, at the same place. */
    private int[] drafted = {};

    /**
     * @param tokens of prompt and answer whose keys and values are there
     * @param prompt how many the prompt has; more than there are while it is being read
     * @param pieces how many of the tokens were read in whole pieces from the beginning
     * @param pure whether all of the prompt so far was read in pieces from the beginning
     */
    private record Held(int[] tokens, int prompt, int pieces, boolean pure) {

        static final Held NOTHING = new Held(new int[0], 0, 0, true);

        Held up(int[] prompt, int count) {
            int whole = pure ? count / PIECE * PIECE : pieces;
            return new Held(Arrays.copyOf(prompt, count), prompt.length, whole, pure);
        }
    }

    /**
     * @param base where it begins in the decoder's memory, in positions
     * @param room positions that it has
     */
    Slot(int base, int room) {
        this.base = base;
        this.room = room;
    }

    int base() {
        return base;
    }

    int room() {
        return room;
    }

    /** Where the next may begin. */
    int end() {
        return base + room;
    }

    void resize(int positions) {
        room = positions;
        drafted = Arrays.copyOf(drafted, Math.min(drafted.length, positions));
    }

    /** Tokens whose keys and values are there. */
    int size() {
        return held.tokens.length;
    }

    /** How many tokens of the prompt need not be read; never all of them. */
    int shared(int[] prompt) {
        Held now = held;
        int most = Math.min(now.tokens.length, prompt.length - 1);
        int different = Arrays.mismatch(now.tokens, 0, most, prompt, 0, most);
        int same = different < 0 ? most : different;
        boolean goesOn = same > 0 && same >= now.prompt;
        return goesOn ? same : Math.min(same, now.pieces) / PIECE * PIECE;
    }

    /** It holds what another, or it itself, shares with the prompt, which is going to be read. */
    void begin(int[] prompt, Slot known) {
        Held now = known.held;
        int count = known.shared(prompt);
        int pieces = Math.min(now.pieces, count);
        held = new Held(Arrays.copyOf(prompt, count), prompt.length, pieces, count == pieces);
    }

    /** So many tokens of the prompt have been read. */
    void read(int[] prompt, int count) {
        held = held.up(prompt, count);
    }

    /** So many tokens, of a prompt and then of an answer, have been computed. */
    void wrote(int prompt, int[] tokens, int count) {
        held = new Held(Arrays.copyOf(tokens, count), prompt, held.pieces, false);
    }

    /** How many tokens of a text the draft model need not read; never all of them. */
    int drafted(int[] tokens, int count) {
        int most = Math.min(drafted.length, count - 1);
        int different = Arrays.mismatch(drafted, 0, most, tokens, 0, most);
        return different < 0 ? most : different;
    }

    /** The draft model has read so many tokens. */
    void draft(int[] tokens, int count) {
        drafted = Arrays.copyOf(tokens, count);
    }

    /** It holds nothing that anybody could use. */
    void forget() {
        held = Held.NOTHING;
    }
}
