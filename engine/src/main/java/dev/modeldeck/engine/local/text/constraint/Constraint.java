package dev.modeldeck.engine.local.text.constraint;

import java.util.OptionalInt;

/**
 * What an answer may still become, told token by token. One for each answer that is being written;
 * not for several threads.
 */
public interface Constraint {

    /** For answers of any form. */
    static Constraint none() {
        return Free.ANSWER;
    }

    /**
     * The logits with minus infinity for each token that must not come next: the same array where
     * all may. The end is allowed exactly where the text is whole.
     */
    float[] masked(float[] logits);

    /** Whether a token may come next; quicker than a mask, for looking ahead. */
    boolean allows(int token);

    /** Adds the token that was chosen, which must be allowed. Ends of the answer change nothing. */
    void accept(int token);

    /** Whether the text is whole and nothing can follow: it ends here, whatever the model says. */
    boolean ended();

    /**
     * A token to come next where the text leaves no choice: it stands for nothing but what must
     * come anyway. Empty where the model chooses, also between going on and ending.
     */
    OptionalInt forced();

    /** The same from here on, for looking ahead. */
    Constraint copy();

    /** An answer of any form. */
    enum Free implements Constraint {
        ANSWER;

        @Override
        public float[] masked(float[] logits) {
            return logits;
        }

        @Override
        public boolean allows(int token) {
            return true;
        }

        @Override
        public void accept(int token) {}

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public OptionalInt forced() {
            return OptionalInt.empty();
        }

        @Override
        public Constraint copy() {
            return this;
        }
    }
}
