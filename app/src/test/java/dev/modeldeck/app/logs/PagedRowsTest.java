package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.collections.ListChangeListener;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class PagedRowsTest {

    private final List<PagedRows.Wanted> wanted = new ArrayList<>();
    private final PagedRows rows = new PagedRows(wanted::add);

    @Test
    void a_page_is_asked_for_once_when_a_row_of_it_is_looked_at() {
        rows.reset(100_000, page("first"));
        assertThat(rows).hasSize(100_000);
        assertThat(rows.get(7).endpoint()).isEqualTo("first");
        assertThat(wanted).isEmpty();
        assertThat(rows.get(50_000)).isSameAs(LogRow.READING);
        assertThat(rows.get(50_001)).isSameAs(LogRow.READING);
        assertThat(numbers()).containsExactly(250);
    }

    @Test
    void a_page_that_was_read_replaces_its_rows_and_no_others() {
        rows.reset(100_000, page("first"));
        rows.get(50_000);
        List<String> changes = new ArrayList<>();
        rows.addListener(
                (ListChangeListener<LogRow>)
                        change -> {
                            while (change.next()) {
                                changes.add(change.getFrom() + "-" + change.getTo());
                            }
                        });
        rows.fill(wanted.getLast(), page("middle"));
        assertThat(changes).containsExactly("50000-50200");
        assertThat(rows.get(50_199).endpoint()).isEqualTo("middle");
        assertThat(rows.get(50_200)).isSameAs(LogRow.READING);
    }

    @Test
    void a_page_that_could_not_be_read_is_asked_for_again() {
        rows.reset(1_000, page("first"));
        rows.get(400);
        rows.failed(wanted.getLast());
        rows.get(400);
        assertThat(numbers()).containsExactly(2, 2);
    }

    @Test
    void pages_looked_at_long_ago_are_forgotten() {
        rows.reset(100_000, page("first"));
        for (int page = 1; page <= 40; page++) {
            rows.get(page * PagedRows.PAGE);
            rows.fill(wanted.getLast(), page("page"));
        }
        assertThat(rows.get(0)).isSameAs(LogRow.READING);
        assertThat(numbers()).endsWith(0);
    }

    @Test
    void the_last_page_may_be_short() {
        rows.reset(201, page("first"));
        rows.get(200);
        rows.fill(wanted.getLast(), page("last").subList(0, 1));
        assertThat(rows.get(200).endpoint()).isEqualTo("last");
    }

    @Test
    void a_page_that_comes_after_everything_has_changed_is_not_shown() {
        rows.reset(1_000, page("first"));
        rows.get(400);
        rows.reset(1_000, page("other"));
        rows.fill(wanted.getFirst(), page("stale"));
        assertThat(rows.get(400)).isSameAs(LogRow.READING);
        rows.failed(wanted.getFirst());
        rows.get(400);
        assertThat(numbers()).as("the new one is still on its way").containsExactly(2, 2);
        rows.fill(wanted.getLast(), page("fresh"));
        assertThat(rows.get(400).endpoint()).isEqualTo("fresh");
    }

    private List<Integer> numbers() {
        return wanted.stream().map(PagedRows.Wanted::number).toList();
    }

    private static List<LogRow> page(String endpoint) {
        LogRow row = new LogRow(null, "", endpoint, "", "", "", "", "", "", "");
        return Collections.nCopies(PagedRows.PAGE, row);
    }
}
