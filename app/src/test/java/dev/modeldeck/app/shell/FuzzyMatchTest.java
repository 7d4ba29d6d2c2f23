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
