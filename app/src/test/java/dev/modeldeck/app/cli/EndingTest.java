package dev.modeldeck.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class EndingTest {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    @Test
    void whoever_asks_second_waits_for_the_end_too_and_nothing_ends_twice() throws Exception {
        Ending ending = new Ending(this::end, Duration.ofSeconds(30));
        Thread first = Thread.ofPlatform().start(ending::run);
        begun.await();
        Thread second = Thread.ofPlatform().start(ending::run);
        while (second.getState() != Thread.State.TIMED_WAITING) {
            assertThat(second.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
        release.countDown();
        first.join();
        second.join();
        assertThat(times).hasValue(1);
    }

    @Test
    void an_end_that_hangs_is_not_waited_for_for_ever() {
        new Ending(this::end, Duration.ofMillis(1)).run();
        assertThat(times).hasValue(0);
        release.countDown();
    }

    private void end() {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        times.incrementAndGet();
    }
}
