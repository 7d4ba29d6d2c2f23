package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.Problem;

/**
 * Whether a server may be of another kind than it was recognised as: it was away and may have come
 * back as another, or answers again and again what none of its kind would. Whoever only wants a key
 * or has too much to do is doubted no more than before. One thread.
 */
final class Doubt {

    /** A server that starts or ends answers oddly, too, for a moment. */
    private static final int ODD_ANSWERS = 3;

    private boolean away;
    private int odd;

    /** Its look failed. */
    void failed(Problem problem) {
        switch (problem) {
            case Problem.Unavailable _, Problem.TimedOut _ -> away = true;
            case Problem.NotFound _, Problem.Invalid _, Problem.Unsupported _, Problem.Upstream _ ->
                    odd++;
            default -> {}
        }
    }

    /** It is as it was recognised. */
    void over() {
        away = false;
        odd = 0;
    }

    /** It was asked anew; odd answers count from here on. */
    void asked() {
        odd = 0;
    }

    boolean strong() {
        return away || odd >= ODD_ANSWERS;
    }
}
