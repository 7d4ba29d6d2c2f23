package dev.modeldeck.engine.kernel;

import java.util.Iterator;
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
            tell(observers.iterator(), next);
        }
    }

    /** Everybody hears of it, also where one of them fails on it; the failure goes on then. */
    private static <T> void tell(Iterator<Consumer<? super T>> observers, T next) {
        if (observers.hasNext()) {
            try {
                observers.next().accept(next);
            } finally {
                tell(observers, next);
            }
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
