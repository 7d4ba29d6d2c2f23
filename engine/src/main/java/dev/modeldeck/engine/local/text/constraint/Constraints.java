package dev.modeldeck.engine.local.text.constraint;

import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;

import java.util.Set;
import java.util.stream.Collectors;

/** Holds answers of one model to grammars. One for each vocabulary; safe for many threads. */
public final class Constraints {

    private final TokenTrie trie;
    private final TokenMasks masks;
    private final Set<Integer> ends;

    /**
     * Takes a moment for a hundred thousand tokens.
     *
     * @param ends tokens with which an answer ends
     */
    public Constraints(Tokens tokens, Set<Integer> ends) {
        this.trie = new TokenTrie(tokens);
        this.masks = new TokenMasks(trie);
        this.ends =
                ends.stream()
                        .filter(end -> end < tokens.count())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** For an answer that is about to be written. */
    public Constraint of(Grammar grammar) {
        return new GrammarConstraint(this, grammar, grammar.start());
    }

    TokenTrie trie() {
        return trie;
    }

    TokenMasks masks() {
        return masks;
    }

    Set<Integer> ends() {
        return ends;
    }
}
