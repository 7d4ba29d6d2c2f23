package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class KeyedRowsTest {

    private record Row(String key, int value) {}

    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final List<Integer> changes = new ArrayList<>();

    @Test
    void only_what_changed_is_touched() {
        offer(row("a", 1), row("b", 1), row("c", 1));
        rows.addListener(
                (ListChangeListener<Row>)
                        change -> {
                            while (change.next()) {
                                changes.add(change.getFrom());
                            }
                        });
        offer(row("a", 1), row("b", 2), row("c", 1));
        assertThat(changes).containsExactly(1);
    }

    @Test
    void thousands_that_are_new_are_one_change() {
        offer(row("a", 1), row("z", 1));
        rows.addListener((ListChangeListener<Row>) change -> changes.add(1));
        List<Row> many = new ArrayList<>(List.of(row("a", 1)));
        IntStream.range(0, 5000).forEach(i -> many.add(row("n" + i, i)));
        many.add(row("z", 1));
        KeyedRows.update(rows, many, Row::key);
        assertThat(rows).isEqualTo(many);
        assertThat(changes).hasSize(1);
    }

    @Test
    void whatever_comes_the_rows_are_what_was_told_even_with_a_key_twice() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<Row> now =
                    random.ints(random.nextInt(12), 0, 8)
                            .mapToObj(i -> row("k" + i, random.nextInt(3)))
                            .toList();
            KeyedRows.update(rows, now, Row::key);
            assertThat(rows).isEqualTo(now);
        }
    }

    private void offer(Row... now) {
        KeyedRows.update(rows, List.of(now), Row::key);
    }

    private static Row row(String key, int value) {
        return new Row(key, value);
    }
}
