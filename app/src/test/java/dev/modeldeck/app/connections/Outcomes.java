package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Work whose outcomes arrive on the test's own thread, where the test waits for them. */
final class Outcomes {

    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    final Work work = new Work(waiting::add);

    void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = waiting.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("an outcome").isNotNull();
            outcome.run();
        }
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }
}
