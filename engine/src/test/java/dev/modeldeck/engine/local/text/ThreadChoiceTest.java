package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

class ThreadChoiceTest {

    private final ThreadChoice two = new ThreadChoice(2);

    /** Does so much work, whose cost depends on the number of threads; gives the cost of all. */
    private static double work(ThreadChoice choice, int times, IntToDoubleFunction costs) {
        return IntStream.range(0, times)
                .mapToDouble(_ -> {
                    double cost = costs.applyAsDouble(choice.next());
                    choice.took(cost);
                    return cost;
                })
                .sum();
    }

    /** The number that is used most often when nothing changes any more. */
    private static int chosen(ThreadChoice choice, IntToDoubleFunction costs) {
        int[] uses = new int[100];
        work(
                choice,
                100,
                threads -> {
                    uses[threads]++;
                    return costs.applyAsDouble(threads);
                });
        return IntStream.range(0, uses.length)
                .reduce((a, b) -> uses[b] > uses[a] ? b : a)
                .orElse(0);
    }

    @Test
    void it_begins_with_all_threads_and_keeps_them_where_they_are_quicker() {
        assertThat(two.next()).isEqualTo(2);
        assertThat(chosen(two, threads -> 1.0 / threads)).isEqualTo(2);
    }

    @Test
    void one_thread_is_found_to_be_quicker_within_a_few_steps() {
        work(two, 10, threads -> threads == 1 ? 31 : 45);
        assertThat(two.next()).isEqualTo(1);
        assertThat(chosen(two, threads -> threads == 1 ? 31 : 45)).isEqualTo(1);
    }

    @Test
    void it_changes_its_mind_when_a_neighbour_comes_and_goes() {
        work(two, 1000, threads -> threads == 1 ? 31 : 21);
        work(two, 600, threads -> threads == 1 ? 31 : 45);
        assertThat(chosen(two, threads -> threads == 1 ? 31 : 45)).isEqualTo(1);
        work(two, 600, threads -> threads == 1 ? 31 : 21);
        assertThat(chosen(two, threads -> threads == 1 ? 31 : 21)).isEqualTo(2);
    }

    @Test
    void what_is_hardly_better_is_not_taken() {
        assertThat(chosen(two, threads -> threads == 1 ? 97 : 100)).isEqualTo(2);
    }

    @Test
    void a_number_that_is_slow_only_the_first_time_gets_another_chance() {
        boolean[] known = new boolean[3];
        IntToDoubleFunction costs =
                threads -> {
                    double cost = (threads == 1 ? 31 : 45) + (known[threads] ? 0 : 500);
                    known[threads] = true;
                    return cost;
                };
        assertThat(chosen(two, costs)).isEqualTo(1);
    }

    @Test
    void outliers_do_not_decide() {
        Random random = new Random(1);
        IntToDoubleFunction costs =
                threads -> (threads == 1 ? 31 : 21) * (random.nextInt(20) == 0 ? 30 : 1);
        assertThat(chosen(two, costs)).isEqualTo(2);
    }

    @Test
    void trying_costs_about_a_hundredth_of_the_time() {
        for (double slower : new double[] {1.05, 1.2, 1.5, 2}) {
            ThreadChoice choice = new ThreadChoice(2);
            work(choice, 10, threads -> threads == 1 ? slower : 1);
            double cost = work(choice, 5000, threads -> threads == 1 ? slower : 1);
            assertThat(cost).isBetween(5000.0, 5000 * 1.015);
        }
    }

    @Test
    void many_threads_are_halved_as_long_as_that_helps() {
        IntToDoubleFunction costs = threads -> Math.abs(threads - 4) + 10;
        assertThat(chosen(new ThreadChoice(12), costs)).isEqualTo(4);
    }

    @Test
    void a_single_thread_is_all_there_is() {
        ThreadChoice one = new ThreadChoice(1);
        assertThat(one.settled()).isTrue();
        assertThat(chosen(one, _ -> 1)).isEqualTo(1);
    }

    @Test
    void it_is_settled_when_it_has_compared_with_its_neighbours() {
        work(two, 5, threads -> 1.0 / threads);
        assertThat(two.settled()).isFalse();
        work(two, 5, threads -> 1.0 / threads);
        assertThat(two.settled()).isTrue();
    }
}
