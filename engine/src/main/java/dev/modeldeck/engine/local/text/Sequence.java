package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One request's tokens in the decoder: a prompt, read in pieces as far as no slot holds it yet, and
 * an answer that grows token by token. Tokens that are likely to follow are computed along, so the
 * next logits are often there already.
 */
final class Sequence implements AutoCloseable {

    /** Room for an answer to begin with; one that grows beyond it takes more. */
    private static final int FIRST_ROOM = 256;

    private final TextParts parts;
    private final Supplier<Guessing> guessings;
    private @Nullable Slot slot;

    private int[] prompt = new int[0];

    /** Prompt and answer, with room behind them. */
    private int[] tokens = new int[0];

    private int count;

    /** How many of the tokens have been computed: all but perhaps the last. */
    private int computed;

    /** Most positions of prompt and answer. */
    private int most;

    private Guessers guessers;
    private int[] guessed = new int[0];
    private int right;
    private float[][] rows = new float[0][];
    private long nanos;
    private int steps;

    /**
     * @param guessings one for each answer
     */
    Sequence(TextParts parts, Supplier<Guessing> guessings) {
        this.parts = parts;
        this.guessings = guessings;
        this.guessers = guessers();
    }

    private Guessers guessers() {
        List<Guesser> all = new ArrayList<>(List.of(new Lookup()));
        Draft draft = parts.draft();
        if (draft != null) {
            all.add((text, length, most) -> {
                parts.decoder().leave(here().base()); // others need not wait
                return draft.guess(here(), text, length, most);
            });
        }
        return new Guessers(all, guessings);
    }

    /**
     * Reads a prompt.
     *
     * @param limit most tokens of an answer
     * @return logits of its last token
     */
    float[] begin(int[] ids, int limit) {
        prompt = ids;
        most = ids.length + limit;
        int first = Math.max(2 * ids.length, ids.length + FIRST_ROOM);
        need(ids, lasting(ids.length) ? Math.min(first, most) : most);
        tokens = Arrays.copyOf(ids, ids.length + 64);
        count = ids.length;
        computed = count;
        return read(ids);
    }

    /** An answer begins, the first or another, right after the prompt. */
    void restart() {
        if (lasting(prompt.length)) {
            here().read(prompt, prompt.length);
        }
        count = prompt.length;
        computed = count;
        guessers = guessers();
        steps = 0;
        nanos = 0;
        guessed = new int[0];
        right = 0;
    }

    /** Appends a token to the answer and gives the logits of the one that follows it. */
    float[] next(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        if (right < guessed.length && guessed[right] == token) {
            computed = count;
            return rows[++right];
        }
        step(token);
        computed = count;
        return rows[0];
    }

    private void step(int token) {
        if (nanos > 0) {
            guessers.learn(right, nanos);
        }
        guessed = lasting(most) ? guessers.guess(tokens, count, most - count) : new int[0];
        right = 0;
        int[] ids = new int[1 + guessed.length];
        ids[0] = token;
        System.arraycopy(guessed, 0, ids, 1, guessed.length);
        grow(count + guessed.length);
        int at = count - 1;
        long begin = System.nanoTime();
        rows = append(new Step(here().base(), ids, at, ids.length, at));
        nanos = System.nanoTime() - begin;
        steps++;
    }

    /** Steps that the answer took so far; fewer than tokens where guesses were right. */
    int steps() {
        return steps;
    }

    /** Makes room for so many positions. */
    private void grow(int size) {
        if (here().room() >= size) {
            return;
        }
        // The last token is about to be computed: it is not there yet.
        int[] there = Arrays.copyOf(tokens, count - 1);
        here().wrote(prompt.length, there, there.length);
        need(there, Math.min(2 * size, most));
        read(there);
    }

    /** A slot of at least that size, which may hold some of the tokens. */
    private void need(int[] ids, int size) {
        Slot now = slot;
        if (now == null) {
            slot = parts.slots().take(ids, size);
        } else if (now.room() < size) {
            slot = null;
            parts.decoder().leave(now.base());
            slot = parts.slots().retake(now, ids, size);
        }
    }

    /** Reads what the slot does not hold yet; gives the logits of the last token. */
    private float[] read(int[] ids) {
        Slot here = here();
        if (lasting(prompt.length)) {
            here.begin(ids, here);
            parts.slots()
                    .knowing(ids)
                    .filter(other -> other.shared(ids) > here.size())
                    .ifPresent(other -> parts.decoder().copy(other, here, ids));
        } else {
            here.forget();
        }
        float[] logits = new float[0];
        int from = here.size();
        while (from < ids.length) {
            int to = Math.min((from / Slot.PIECE + 1) * Slot.PIECE, ids.length);
            int[] piece = Arrays.copyOfRange(ids, from, to);
            logits = append(new Step(here.base(), piece, from, 1, prompt.length))[0];
            if (lasting(prompt.length)) {
                here.read(ids, to);
            }
            from = to;
        }
        return logits;
    }

    private float[][] append(Step step) {
        stopIfCancelled();
        return parts.decoder().append(step);
    }

    static void stopIfCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.cancelled();
        }
    }

    /** Whether positions stay as they are while the sequence grows to that size. */
    private boolean lasting(int size) {
        return size <= parts.decoder().shape().rope().settledUpTo();
    }

    private Slot here() {
        return Objects.requireNonNull(slot);
    }

    /** Gives its slot back; those who go on with the conversation find it there. */
    @Override
    public void close() {
        Slot last = slot;
        if (last == null) {
            return;
        }
        if (last.size() >= prompt.length && lasting(computed)) {
            last.wrote(prompt.length, tokens, computed);
        }
        parts.decoder().leave(last.base());
        parts.slots().giveBack(last);
    }
}
