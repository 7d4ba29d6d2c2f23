package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * A token of an answer with the natural logarithm of its probability (before temperature and
 * penalties) and the most likely alternatives, best first.
 *
 * @param bytes the token's UTF-8 bytes, which alone may be no whole character
 */
public record TokenLogprob(
        String token, List<Integer> bytes, double logprob, List<Alternative> alternatives) {

    public TokenLogprob {
        bytes = List.copyOf(bytes);
        alternatives = List.copyOf(alternatives);
    }

    /** A token that could have stood there. */
    public record Alternative(String token, List<Integer> bytes, double logprob) {
        public Alternative {
            bytes = List.copyOf(bytes);
        }
    }
}
