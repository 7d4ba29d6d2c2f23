package dev.modeldeck.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class FuzzyMatchTest {

    private static final List<String> ITEMS =
            List.of("Models", "Metrics", "Create endpoint for main.default.tiny", "tiny-chat");

    @Test
    void a_blank_query_keeps_everything_in_its_order() {
        assertThat(find("  ")).isEqualTo(ITEMS);
    }

    @Test
    void letters_in_order_are_enough() {
        assertThat(find("crep")).containsExactly("Create endpoint for main.default.tiny");
    }

    @Test
    void words_are_found_in_any_order_and_all_of_them() {
        assertThat(find("tiny endpoint")).containsExactly("Create endpoint for main.default.tiny");
        assertThat(find("tiny ep")).containsExactly("Create endpoint for main.default.tiny");
        assertThat(find("tiny metrics")).isEmpty();
    }

    @Test
    void words_as_they_stand_come_before_words_in_another_order() {
        assertThat(
                        FuzzyMatch.best(
                                List.of("chat for tiny", "Try a tiny chat"),
                                "tiny chat",
                                item -> item))
                .containsExactly("Try a tiny chat", "chat for tiny");
    }

    @Test
    void the_start_of_a_text_wins() {
        assertThat(find("tiny")).startsWith("tiny-chat");
        assertThat(find("me")).startsWith("Metrics");
    }

    @Test
    void a_missing_letter_finds_nothing() {
        assertThat(find("qqq")).isEmpty();
    }

    private static List<String> find(String query) {
        return FuzzyMatch.best(ITEMS, query, item -> item);
    }
}
