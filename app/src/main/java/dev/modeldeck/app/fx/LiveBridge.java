package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Subscription;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Brings live values to the FX thread. It hops and conflates: however often the value changes, at
 * most one delivery waits, and it carries the newest value. Nothing arrives after closing.
 */
public final class LiveBridge {
    private LiveBridge() {}

    public static <T> Subscription follow(Live<T> live, Consumer<? super T> consumer) {
        return follow(live, Fx::later, consumer);
    }

    /** As {@link #follow(Live, Consumer)}, on a thread of the caller's choice. */
    public static <T> Subscription follow(
            Live<T> live, Executor thread, Consumer<? super T> consumer) {
        AtomicReference<T> newest = new AtomicReference<>(live.get());
        AtomicBoolean waiting = new AtomicBoolean();
        AtomicBoolean open = new AtomicBoolean(true);
        Subscription source =
                live.subscribe(value -> {
                    newest.set(value);
                    if (open.get() && waiting.compareAndSet(false, true)) {
                        thread.execute(() -> {
                            waiting.set(false);
                            if (open.get()) {
                                consumer.accept(newest.get());
                            }
                        });
                    }
                });
        return () -> {
            open.set(false);
            source.close();
        };
    }
}
