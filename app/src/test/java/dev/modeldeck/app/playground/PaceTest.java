package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void an_answer_that_is_awaited_grows_as_waiting_only() {
        Pace pace = Pace.started();
        long later = pace.begin() + 2 * SECOND;
        assertThat(pace.over()).isFalse();
        assertThat(pace.millis(later)).isEqualTo(2000);
        assertThat(pace.waitedMillis(later)).isEqualTo(2000);
    }

    @Test
    void its_first_piece_ends_the_waiting_and_later_ones_do_not() {
        Pace heard = Pace.started().heard();
        Pace again = heard.heard();
        long later = heard.begin() + 60 * SECOND;
        assertThat(again.waitedMillis(later)).isEqualTo(heard.firstMillis());
        assertThat(again.millis(later)).isEqualTo(60_000);
    }

    @Test
    void at_the_end_stands_what_the_engine_measured() {
        AnswerFacts facts = new AnswerFacts(40, 240, 5, 11, "stop", "one", 0, false, List.of(), "");
        Pace ended = Pace.started().heard().ended(facts);
        assertThat(ended.over()).isTrue();
        assertThat(ended.millis(Long.MAX_VALUE)).isEqualTo(240);
        assertThat(ended.waitedMillis(Long.MAX_VALUE)).isEqualTo(40);
        assertThat(ended.tokensPerSecond()).isEqualTo(50);
    }

    @Test
    void an_answer_that_was_not_streamed_was_waited_for_all_the_time() {
        AnswerFacts facts =
                new AnswerFacts(Double.NaN, 240, 5, 11, "", "one", 0, false, List.of(), "");
        Pace ended = Pace.started().ended(facts);
        assertThat(ended.waitedMillis(Long.MAX_VALUE)).isEqualTo(240);
    }
}
