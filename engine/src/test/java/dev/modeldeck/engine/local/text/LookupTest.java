package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookupTest {

    private final Lookup lookup = new Lookup();

    @Test
    void a_text_goes_on_as_it_did_when_the_same_three_tokens_came_last() {
        int[] text = {1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 7};
        assertThat(lookup.guess(text, 9, 4)).isEmpty();
        assertThat(lookup.guess(text, 10, 4)).containsExactly(4, 5, 6, 9);
        assertThat(lookup.guess(text, 10, 2)).containsExactly(4, 5);
        assertThat(lookup.guess(text, 11, 4)).isEmpty();
    }

    @Test
    void the_latest_time_counts() {
        int[] text = {1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3};
        assertThat(lookup.guess(text, 11, 1)).containsExactly(5);
    }

    @Test
    void an_answer_that_repeats_itself_is_guessed_up_to_its_end() {
        int[] text = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 0};
        assertThat(lookup.guess(text, 9, 7)).containsExactly(0, 1, 2);
    }

    @Test
    void a_text_of_two_tokens_says_nothing() {
        assertThat(lookup.guess(new int[] {1, 1, 1, 1}, 2, 3)).isEmpty();
    }
}
