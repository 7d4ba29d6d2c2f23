package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class FaultsTest {

    private final List<Problem> told = new ArrayList<>();
    private long now;
    private final Faults faults = new Faults(told::add, () -> now);

    @Test
    void the_person_is_told_without_names_of_classes_and_where_to_look() {
        fault();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().message()).contains("program log").doesNotContain("secret");
    }

    @Test
    void a_fault_that_comes_with_every_frame_is_told_once_a_minute() {
        for (int frame = 0; frame < 1_000; frame++) {
            fault();
        }
        assertThat(told).hasSize(1);
        now += Duration.ofMinutes(2).toNanos();
        fault();
        assertThat(told).hasSize(2);
    }

    private void fault() {
        faults.uncaughtException(
                Thread.currentThread(), new IllegalStateException("secret detail"));
    }
}
