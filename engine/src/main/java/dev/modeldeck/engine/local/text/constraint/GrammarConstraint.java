package dev.modeldeck.engine.local.text.constraint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.grammar.State;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalInt;

/** Holds an answer to a grammar. */
final class GrammarConstraint implements Constraint {

    /** Bytes that are looked at to find out what must come. */
    private static final int FORESIGHT = 64;

    private final Constraints vocabulary;
    private final Grammar grammar;
    private State state;

    GrammarConstraint(Constraints vocabulary, Grammar grammar, State state) {
        this.vocabulary = vocabulary;
        this.grammar = grammar;
        this.state = state;
    }

    @Override
    public float[] masked(float[] logits) {
        long[] mask = vocabulary.masks().of(grammar, state);
        float[] masked = logits.clone();
        boolean none = true;
        for (int word = 0; word < mask.length; word++) {
            none &= mask[word] == 0;
            clear(masked, word << 6, ~mask[word]);
        }
        int known = Math.min(masked.length, mask.length << 6);
        Arrays.fill(masked, known, masked.length, Float.NEGATIVE_INFINITY);
        for (int end : vocabulary.ends()) {
            masked[end] = state.complete() ? logits[end] : Float.NEGATIVE_INFINITY;
        }
        if (none && !state.complete()) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "This model has no token with which the answer could go on in the form"
                                    + " that was asked for."));
        }
        return masked;
    }

    private static void clear(float[] logits, int first, long tokens) {
        if (tokens == -1) {
            int end = Math.min(first + 64, logits.length);
            Arrays.fill(logits, Math.min(first, end), end, Float.NEGATIVE_INFINITY);
            return;
        }
        for (long left = tokens; left != 0; left &= left - 1) {
            int token = first + Long.numberOfTrailingZeros(left);
            if (token >= logits.length) {
                return;
            }
            logits[token] = Float.NEGATIVE_INFINITY;
        }
    }

    @Override
    public boolean allows(int token) {
        return vocabulary.ends().contains(token) ? state.complete() : !after(token).dead();
    }

    @Override
    public void accept(int token) {
        if (vocabulary.ends().contains(token)) {
            return;
        }
        State next = after(token);
        if (next.dead()) {
            throw new IllegalStateException("token " + token + " is not allowed here");
        }
        state = next;
    }

    private State after(int token) {
        byte[] spelling = vocabulary.trie().spelling(token);
        State after = spelling.length == 0 ? State.DEAD : state;
        for (byte octet : spelling) {
            after = grammar.next(after, octet & 0xFF);
        }
        return after;
    }

    @Override
    public boolean ended() {
        return state.complete() && state.ended();
    }

    @Override
    public OptionalInt forced() {
        ByteArrayOutputStream certain = new ByteArrayOutputStream();
        State reached = state;
        while (certain.size() < FORESIGHT && !reached.complete()) {
            int only = grammar.only(reached);
            if (only < 0) {
                break;
            }
            certain.write(only);
            reached = grammar.next(reached, only);
        }
        int token = vocabulary.trie().longestIn(certain.toByteArray());
        return token < 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }

    @Override
    public Constraint copy() {
        return new GrammarConstraint(vocabulary, grammar, state);
    }
}
