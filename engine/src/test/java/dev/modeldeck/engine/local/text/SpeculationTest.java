package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeculationTest {

    private final Speculation speculation = new Speculation();

    @Test
    void the_first_step_is_plain_for_there_to_be_something_to_compare_with() {
        assertThat(speculation.width()).isZero();
        speculation.learn(0, 0, 100);
        assertThat(speculation.width()).isPositive();
    }

    @Test
    void guesses_that_come_true_grow_longer_up_to_what_a_step_takes() {
        speculation.learn(0, 0, 100);
        int before = 0;
        for (int i = 0; i < 5; i++) {
            int width = speculation.width();
            assertThat(width).isGreaterThanOrEqualTo(before);
            speculation.learn(width, width, 150);
            before = width;
        }
        assertThat(before).isEqualTo(Step.WIDEST - 1);
    }

    @Test
    void guesses_that_do_not_pay_pause_for_longer_and_longer() {
        speculation.learn(0, 0, 100);
        int shortest = 0;
        for (int i = 0; i < 4; i++) {
            while (speculation.width() > 0) {
                speculation.learn(speculation.width(), 0, 400);
            }
            int pause = 0;
            while (speculation.width() == 0) {
                speculation.learn(0, 0, 100);
                pause++;
            }
            assertThat(pause).isGreaterThan(shortest);
            shortest = pause;
        }
    }
}
