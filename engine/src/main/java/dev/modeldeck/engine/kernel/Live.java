package dev.modeldeck.engine.kernel;

import java.util.function.Consumer;

/**
 * A value that changes over time and tells whoever subscribed.
 *
 * <p>Readers may call from any thread. Observers are called on the thread that changed the value
 * and must return quickly; a bridge to a user interface hops and conflates (newest value wins).
 */
public interface Live<T> {

    T get();

    /** Calls the observer with the present value at once, then with every later one. */
    Subscription subscribe(Consumer<? super T> observer);
}
