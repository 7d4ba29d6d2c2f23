package dev.modeldeck.engine.local.text;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/** Those who guess for one answer, each as long as it pays: the first who has a guess is taken. */
final class Guessers {

    private static final int[] NOTHING = {};

    private record Member(Guesser guesser, Guessing guessing) {}

    private final List<Member> members;
    private @Nullable Member last;
    private int guessed;
    private long nanos;

    /**
     * @param guessings decides for each of them
     */
    Guessers(List<Guesser> guessers, Supplier<Guessing> guessings) {
        this.members =
                guessers.stream().map(guesser -> new Member(guesser, guessings.get())).toList();
    }

    /** Tokens that may follow, see {@link Guesser#guess}; {@code most} may be 0 or less. */
    int[] guess(int[] tokens, int count, int most) {
        for (Member member : members) {
            int width = Math.min(member.guessing().width(), most);
            long begin = System.nanoTime();
            int[] guess = width < 1 ? NOTHING : member.guesser().guess(tokens, count, width);
            if (guess.length > 0) {
                nanos = System.nanoTime() - begin;
                guessed = guess.length;
                last = member;
                return guess;
            }
        }
        last = null;
        return NOTHING;
    }

    /**
     * A step was computed with the last guess, and used up.
     *
     * @param right how many of the guessed tokens were right
     * @param stepNanos that the step took, without the guess
     */
    void learn(int right, long stepNanos) {
        if (last == null) {
            members.forEach(member -> member.guessing().learn(0, 0, stepNanos));
        } else {
            last.guessing().learn(guessed, right, nanos + stepNanos);
        }
    }
}
