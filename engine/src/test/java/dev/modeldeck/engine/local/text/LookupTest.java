package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookupTest {

    @Test
    void a_text_goes_on_as_it_did_when_the_same_three_tokens_came_last() {
        Lookup lookup = new Lookup(new int[] {1, 2, 3, 4, 5, 6, 9, 1, 2});
        assertThat(lookup.guess(4)).isEmpty();
        lookup.add(3);
        assertThat(lookup.guess(4)).containsExactly(4, 5, 6, 9);
        assertThat(lookup.guess(2)).containsExactly(4, 5);
        assertThat(lookup.guess(0)).isEmpty();
        lookup.add(7);
        assertThat(lookup.guess(4)).isEmpty();
    }

    @Test
    void the_latest_time_counts() {
        Lookup lookup = new Lookup(new int[] {1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3});
        assertThat(lookup.guess(1)).containsExactly(5);
    }

    @Test
    void an_answer_that_repeats_itself_is_guessed_up_to_its_end() {
        Lookup lookup = new Lookup(new int[0]);
        for (int i = 0; i < 9; i++) {
            lookup.add(i % 3);
        }
        assertThat(lookup.guess(7)).containsExactly(0, 1, 2);
    }
}
