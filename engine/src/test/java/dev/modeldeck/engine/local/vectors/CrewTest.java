package dev.modeldeck.engine.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

class CrewTest {

    private static final int PIECES = 7;
    private static final int STAGES = 20;

    private final Crew crew = new Crew(3);

    @AfterEach
    void close() {
        crew.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void every_piece_of_every_stage_is_done_once(int members) {
        AtomicIntegerArray done = new AtomicIntegerArray(STAGES * PIECES);
        for (int i = 0; i < 50; i++) {
            crew.run(members, (shift, _) -> stages(shift, done));
        }
        for (int i = 0; i < done.length(); i++) {
            assertThat(done.get(i)).isEqualTo(50);
        }
    }

    private static void stages(Shift shift, AtomicIntegerArray done) {
        for (int stage = 0; stage < STAGES; stage++) {
            for (int i = shift.next(); i < PIECES; i = shift.next()) {
                done.incrementAndGet(stage * PIECES + i);
            }
            shift.meet();
        }
    }

    @Test
    void nobody_goes_on_before_all_have_come() {
        AtomicIntegerArray came = new AtomicIntegerArray(STAGES);
        crew.run(
                3,
                (shift, _) -> {
                    for (int stage = 0; stage < STAGES; stage++) {
                        came.incrementAndGet(stage);
                        shift.meet();
                        assertThat(came.get(stage)).isEqualTo(3);
                    }
                });
    }

    @Test
    void its_threads_end_with_it() throws InterruptedException {
        AtomicIntegerArray done = new AtomicIntegerArray(STAGES * PIECES);
        crew.run(3, (shift, _) -> stages(shift, done));
        crew.close();
        for (Thread other : crew.others()) {
            assertThat(other.join(Duration.ofMinutes(1))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void what_fails_in_one_ends_the_others_and_is_told(int failing) {
        IllegalArgumentException failure = new IllegalArgumentException("broken");
        assertThatThrownBy(() ->
                        crew.run(
                                3,
                                (shift, member) -> {
                                    shift.meet();
                                    if (member == failing) {
                                        throw failure;
                                    }
                                    shift.meet();
                                }))
                .hasRootCause(failure);
        every_piece_of_every_stage_is_done_once(3);
    }
}
