package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class StopScannerTest {

    @Test
    void a_stop_text_is_found_across_pieces_and_never_given_out() {
        StopScanner scanner = new StopScanner(List.of("END", "STOP"));
        assertThat(scanner.add("so far E")).isEqualTo("so far ");
        assertThat(scanner.add("N")).isEmpty();
        assertThat(scanner.stopped()).isFalse();
        assertThat(scanner.add("D and more")).isEmpty();
        assertThat(scanner.stopped()).isTrue();
        assertThat(scanner.finish()).isEmpty();
    }

    @Test
    void what_only_looked_like_one_is_given_out() {
        StopScanner scanner = new StopScanner(List.of("END"));
        assertThat(scanner.add("E")).isEmpty();
        assertThat(scanner.add("EN")).isEqualTo("E");
        assertThat(scanner.add("d")).isEqualTo("ENd");
        assertThat(scanner.add("EN")).isEmpty();
        assertThat(scanner.finish()).isEqualTo("EN");
    }

    @Test
    void the_first_of_several_ends_the_text() {
        StopScanner scanner = new StopScanner(List.of("late", "x"));
        assertThat(scanner.add("abxlate")).isEqualTo("ab");
    }

    @Test
    void without_stop_texts_all_passes() {
        assertThat(new StopScanner(List.of()).add("abc")).isEqualTo("abc");
    }
}
