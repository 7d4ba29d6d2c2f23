package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Two hundred servers, half of them dead, in the table. */
class ManyConnectionsTest {

    private static final int MANY = 200;
    private static final int ROUNDS = 50;

    @ParameterizedTest
    @EnumSource(Look.class)
    void two_hundred_that_all_change_are_drawn_as_the_window_can_and_the_last_word_stands(
            Look look) {
        Instant begin = Instant.now();
        ConnectionsViewModel model = new ConnectionsViewModel(List.of(new FakeKind()));
        AtomicInteger drawn = new AtomicInteger();
        LiveValue<List<ConnectionView>> live =
                new LiveValue<>(SampleConnections.views(MANY, begin));
        Work work = new Work();
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> new ConnectionsView(model, id -> {}, () -> {}, () -> {}).root())) {
            Subscription following =
                    work.follow(
                            live,
                            views -> {
                                drawn.incrementAndGet();
                                model.offer(views);
                            });
            TableView<?> table = preview.find("#connections-table", TableView.class);
            preview.waitFor(() -> model.rows().size() == MANY);
            int before = drawn.get();
            List<ConnectionView> views = new ArrayList<>(live.get());
            for (int i = 0; i < ROUNDS * MANY; i++) {
                String name = "server-%03d".formatted(i % MANY);
                views.set(
                        i % MANY,
                        SampleConnections.view(
                                name, SampleConnections.well(i / MANY, begin.plusMillis(i))));
                live.set(List.copyOf(views));
            }
            preview.waitFor(() -> model.rows().getLast().version().equals("1." + (ROUNDS - 1)));
            following.close();
            assertThat(drawn.get() - before)
                    .as("deliveries of %d changes", ROUNDS * MANY)
                    .isLessThan(ROUNDS * MANY);
            assertThat(model.rows()).hasSize(MANY).allMatch(row -> row.models() == 1);
            assertThat(TabPreview.onFx(() -> table.lookupAll(".table-row-cell").size()))
                    .as("rows that are nodes")
                    .isLessThan(40);
            assertThat(TabPreview.onFx(() -> table.lookup(".table-row-cell")))
                    .isInstanceOf(TableRow.class);
            preview.picture("connections-many");
        } finally {
            work.close();
        }
    }
}
