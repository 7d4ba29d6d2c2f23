package dev.modeldeck.engine.local.text;

/**
 * Decides how many guessed tokens are computed along with a token. Only the number of steps depends
 * on it, never what is answered.
 */
interface Guessing {

    /** How many tokens should be guessed for the next step, 0 for none. */
    int width();

    /**
     * A step was computed and used up.
     *
     * @param guessed tokens that were guessed
     * @param right how many of them were right
     * @param nanos that it took
     */
    void learn(int guessed, int right, long nanos);

    /** Always so many. */
    static Guessing always(int width) {
        return new Guessing() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public void learn(int guessed, int right, long nanos) {
                // Nothing that it could learn would change it.
            }
        };
    }
}
