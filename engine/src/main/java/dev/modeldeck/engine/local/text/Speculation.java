package dev.modeldeck.engine.local.text;

/**
 * Guesses as long as it pays: a guess that comes true saves a step, one that does not makes a step
 * longer. Both are measured for each answer.
 */
final class Speculation implements Guessing {

    private static final int FIRST = 3;
    private static final double LATEST = 0.2;

    /** Steps without a guess after one time that it did not pay, doubled each further time. */
    private static final int PAUSE = 8;

    private static final int LONGEST_PAUSE = 256;

    private double plainNanos;
    private double guessedNanos;
    private double gained = 1;
    private int width = FIRST;
    private int pause;
    private int nextPause = PAUSE;

    @Override
    public int width() {
        // A plain step first: there must be something to compare with.
        return plainNanos == 0 || pause > 0 ? 0 : width;
    }

    @Override
    public void learn(int guessed, int right, long nanos) {
        if (guessed == 0) {
            plainNanos = plainNanos == 0 ? nanos : mixed(plainNanos, nanos);
            pause = Math.max(0, pause - 1);
            return;
        }
        guessedNanos = guessedNanos == 0 ? nanos : mixed(guessedNanos, nanos);
        gained = mixed(gained, right);
        if (right == guessed) {
            width = Math.min(2 * width + 1, Step.WIDEST - 1);
        } else if (right == 0) {
            width = Math.max(FIRST, width / 2);
        }
        if ((1 + gained) * plainNanos < guessedNanos) {
            pause = nextPause;
            nextPause = Math.min(2 * nextPause, LONGEST_PAUSE);
            gained = 1;
        } else if (right > 0) {
            nextPause = PAUSE;
        }
    }

    private static double mixed(double before, double now) {
        return before + LATEST * (now - before);
    }
}
