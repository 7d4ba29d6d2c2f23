package dev.modeldeck.engine.kernel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A {@link Live} value that its owner sets. Changes are delivered one after another, in order. */
public final class LiveValue<T> implements Live<T> {

    private final List<Consumer<? super T>> observers = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private volatile T value;

    public LiveValue(T initial) {
        this.value = initial;
    }

    @Override
    public T get() {
        return value;
    }

    /** Sets and announces the value; a value equal to the present one is not announced. */
    public void set(T next) {
        update(ignored -> next);
    }

    /** Replaces the value by what the change makes of it, atomically. */
    public void update(UnaryOperator<T> change) {
        synchronized (lock) {
            T next = change.apply(value);
            if (next.equals(value)) {
                return;
            }
            value = next;
            observers.forEach(observer -> observer.accept(next));
        }
    }

    @Override
    public Subscription subscribe(Consumer<? super T> observer) {
        synchronized (lock) {
            observers.add(observer);
            observer.accept(value);
        }
        return () -> observers.remove(observer);
    }
}
