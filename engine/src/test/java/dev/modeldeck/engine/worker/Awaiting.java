package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.Live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits until a live value is as wanted. */
final class Awaiting {

    private Awaiting() {}

    static <T> T value(Live<T> live, Predicate<? super T> wanted) throws Exception {
        CompletableFuture<T> found = new CompletableFuture<>();
        try (var _ =
                live.subscribe(value -> {
                    if (wanted.test(value)) {
                        found.complete(value);
                    }
                })) {
            return found.orTimeout(60, TimeUnit.SECONDS).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError("The last value was " + live.get(), e);
        }
    }

    static <S> S state(WorkerProcess worker, Class<S> kind) throws Exception {
        return kind.cast(value(worker.state(), kind::isInstance));
    }
}
