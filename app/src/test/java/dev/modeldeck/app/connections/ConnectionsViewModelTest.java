package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.controls.StatusPill.Tone;
import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import javafx.collections.ListChangeListener;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class ConnectionsViewModelTest {

    private static final Instant AT = Instant.parse("2026-11-27T10:00:00Z");

    private final ConnectionsViewModel model = new ConnectionsViewModel(List.of(new FakeKind()));

    @Test
    void none_is_empty_and_before_the_first_word_it_loads() {
        assertThat(model.state().get()).isInstanceOf(ViewState.Loading.class);
        model.offer(List.of());
        assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
        model.offer(SampleConnections.views(1, AT));
        assertThat(model.state().get()).isInstanceOf(ViewState.Ready.class);
    }

    @Test
    void a_row_says_what_it_is_and_what_is_there() {
        model.offer(List.of(SampleConnections.view("gpu-3", SampleConnections.well(12, AT))));
        ConnectionRow row = model.rows().getFirst();
        assertThat(row.server()).isEqualTo("Sample Server");
        assertThat(row.version()).isEqualTo("1.12");
        assertThat(row.models()).isEqualTo(1);
        assertThat(row.capabilities()).containsExactly("Chat", "Streaming");
        assertThat(row.light()).isEqualTo(new Light("Connected", Tone.GOOD));
        assertThat(row.look().words(Texts.of("connections"), AT.plusSeconds(3)))
                .isEqualTo("3 s ago, 12 ms");
    }

    @Test
    void trouble_says_its_kind_and_since_when() {
        model.offer(
                List.of(
                        SampleConnections.view("a", new Health.Unknown()),
                        troubled("b", new Problem.Unauthenticated("Give it a key.")),
                        troubled("c", new Problem.TimedOut("Slow.", Duration.ofSeconds(9))),
                        troubled("d", new Problem.Unavailable("Nothing listens."))));
        assertThat(model.rows())
                .extracting(row -> row.light().words())
                .containsExactly("Looking…", "No access", "Too slow", "Not reachable");
        assertThat(model.troubled()).isEqualTo(3);
        LastLook look = model.rows().getLast().look();
        assertThat(look.trouble()).isEqualTo("Nothing listens.");
        assertThat(look.words(Texts.of("connections"), AT.plus(Duration.ofMinutes(5))))
                .isEqualTo("for 5 min");
    }

    @Test
    void a_server_that_is_in_trouble_keeps_what_was_seen_of_it() {
        Health.Well before = (Health.Well) SampleConnections.well(12, AT);
        model.offer(
                List.of(
                        SampleConnections.view(
                                "a",
                                new Health.Troubled(
                                        new Problem.Unavailable("Gone."), AT, before.look(), AT))));
        assertThat(model.rows().getFirst().models()).isEqualTo(1);
        assertThat(model.rows().getFirst().light().tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void of_two_hundred_rows_only_those_that_changed_are_touched() {
        List<ConnectionView> all = new ArrayList<>(SampleConnections.views(200, AT));
        model.offer(all);
        List<Integer> touched = new ArrayList<>();
        model.rows()
                .addListener(
                        (ListChangeListener<ConnectionRow>)
                                change -> {
                                    while (change.next()) {
                                        for (int i = change.getFrom(); i < change.getTo(); i++) {
                                            touched.add(i);
                                        }
                                    }
                                });
        all.set(6, SampleConnections.view("server-006", SampleConnections.unreachable(AT)));
        all.set(101, SampleConnections.view("server-101", SampleConnections.well(7, AT)));
        model.offer(List.copyOf(all));
        assertThat(touched).containsExactly(6, 101);
        all.remove(50);
        touched.clear();
        model.offer(List.copyOf(all));
        assertThat(touched).isEmpty();
        assertThat(model.rows()).hasSize(199).doesNotHaveDuplicates();
    }

    @Test
    void a_renamed_connection_moves_to_its_place() {
        ConnectionView first = SampleConnections.view("a", new Health.Unknown());
        ConnectionView second = SampleConnections.view("b", new Health.Unknown());
        model.offer(List.of(first, second));
        ConnectionView renamed =
                new ConnectionView(first.connection().withName("c"), "", "", first.health());
        model.offer(List.of(second, renamed));
        assertThat(model.rows()).extracting(ConnectionRow::name).containsExactly("b", "c");
    }

    @Test
    void a_burst_of_changes_is_one_delivery() throws InterruptedException {
        Outcomes outcomes = new Outcomes();
        Work work = outcomes.work;
        LiveValue<List<ConnectionView>> live = new LiveValue<>(List.of());
        try (var following = work.follow(live, model::offer)) {
            outcomes.until(() -> model.state().get() instanceof ViewState.Empty);
            for (int i = 1; i <= 200; i++) {
                live.set(SampleConnections.views(i, AT));
            }
            assertThat(outcomes.waiting()).isEqualTo(1);
            outcomes.until(() -> model.count() == 200);
        }
    }

    @Test
    void the_search_finds_names_kinds_states_and_what_they_can() {
        model.offer(SampleConnections.views(4, AT));
        model.search().set("server-002");
        assertThat(model.rows()).hasSize(1);
        model.search().set("not reach");
        assertThat(model.rows()).hasSize(2);
        model.search().set("streaming");
        assertThat(model.rows()).hasSize(2);
        model.search().set("");
        assertThat(model.rows()).hasSize(4);
    }

    private static ConnectionView troubled(String name, Problem problem) {
        return SampleConnections.view(name, new Health.Troubled(problem, AT, null, AT));
    }
}
