package dev.modeldeck.engine.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Something that is opened in several steps, any of which may fail: what the earlier steps took is
 * given back, the last first, unless all of them were {@link #done}.
 *
 * <pre>{@code
 * try (Opening opening = new Opening()) {
 *     Weights weights = Weights.open(folder);
 *     opening.otherwise(weights::close);
 *     Model model = new Model(weights, moreThatMayFail());
 *     opening.done();
 *     return model;
 * }
 * }</pre>
 */
public final class Opening implements AutoCloseable {

    private final Deque<Runnable> taken = new ArrayDeque<>();

    /** What to do if a later step fails. */
    public void otherwise(Runnable giveBack) {
        taken.push(giveBack);
    }

    /** Nothing is given back any more. */
    public void done() {
        taken.clear();
    }

    @Override
    public void close() {
        taken.forEach(Runnable::run);
    }
}
