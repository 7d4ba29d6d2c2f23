package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.metrics.Metrics;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class EndpointsViewModelTest {

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final EndpointsViewModel model =
            new EndpointsViewModel(
                    new Work(outcomes::add), name -> new Metrics.Snapshot(42, 12.6, 3, Double.NaN));

    @Test
    void none_is_empty_and_before_the_first_word_it_loads() {
        assertThat(model.state().get()).isInstanceOf(ViewState.Loading.class);
        model.offer(List.of());
        assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    }

    @Test
    void a_row_says_what_is_served_and_how_it_is() {
        model.offer(
                List.of(
                        SampleEndpoints.endpoint(
                                "chat",
                                EndpointState.READY,
                                SampleEndpoints.entity("a", SampleEndpoints.CHAT, 1),
                                SampleEndpoints.entity("b", SampleEndpoints.CHAT, 2))));
        EndpointRow row = model.rows().getFirst();
        assertThat(row.entities()).isEqualTo("deck-chat v1 50 %, v2 50 %");
        assertThat(row.compute()).isEqualTo("CPU");
        assertThat(row.numbers().p50()).isEqualTo("–");
    }

    @Test
    void numbers_of_the_last_minute_arrive_with_the_tick_and_keep_the_place() throws Exception {
        model.offer(
                List.of(
                        SampleEndpoints.endpoint("chat", EndpointState.READY),
                        SampleEndpoints.endpoint("table", EndpointState.STOPPED)));
        model.tick();
        Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        outcome.run();
        assertThat(model.rows()).extracting(EndpointRow::name).containsExactly("chat", "table");
        assertThat(model.rows()).allMatch(row -> row.numbers().requestsPerMinute().equals("42"));
        assertThat(model.rows()).allMatch(row -> row.numbers().errors().equals("3"));
    }

    @Test
    void the_search_finds_names_models_and_states() {
        model.offer(
                List.of(
                        SampleEndpoints.endpoint(
                                "assistant",
                                EndpointState.READY,
                                SampleEndpoints.entity("a", SampleEndpoints.CHAT, 1)),
                        SampleEndpoints.endpoint("table", EndpointState.STOPPED)));
        model.search().set("DECK");
        assertThat(model.rows()).hasSize(1);
        model.search().set("stopped");
        assertThat(model.rows().getFirst().name()).isEqualTo("table");
        model.search().set("");
        assertThat(model.rows()).hasSize(2);
    }

    @Test
    void a_model_elsewhere_has_numbers_where_an_endpoint_of_ours_serves_it_alone()
            throws Exception {
        model.offerServers(
                List.of(ServerViews.ollama("desk", 3), ServerViews.gone("night shift", 1)));
        model.offer(
                List.of(
                        SampleEndpoints.endpoint(
                                "alone",
                                EndpointState.READY,
                                SampleEndpoints.external("model-1", "desk")),
                        SampleEndpoints.endpoint(
                                "mixed",
                                EndpointState.READY,
                                SampleEndpoints.external("model-2", "desk"),
                                SampleEndpoints.entity("a", SampleEndpoints.CHAT, 1))));
        model.tick();
        Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        outcome.run();
        model.place().set(EndpointsViewModel.Place.ELSEWHERE);
        assertThat(model.rows())
                .extracting(
                        EndpointRow::name,
                        row -> row.light().words(),
                        EndpointRow::entities,
                        EndpointRow::compute,
                        row -> row.numbers().requestsPerMinute(),
                        row -> row.numbers().p50())
                .containsExactly(
                        tuple("model-1", "Ready", "chat", "desk", "42", "13 ms"),
                        tuple("model-2", "Ready", "chat", "desk", "–", "–"),
                        tuple("model-3", "Not loaded", "chat", "desk", "–", "–"),
                        tuple("model-1", "Not reachable", "–", "night shift", "–", "–"));
    }

    @Test
    void servers_are_taken_in_with_the_clock_and_without_them_only_here_is_left() {
        model.offer(List.of());
        assertThat(model.connected().get()).isFalse();
        model.offerServers(List.of(ServerViews.ollama("desk", 1)));
        model.place().set(EndpointsViewModel.Place.ELSEWHERE);
        assertThat(model.state().get()).isInstanceOf(ViewState.Ready.class);
        model.offerServers(List.of(ServerViews.ollama("desk", 2)));
        assertThat(model.rows()).hasSize(1);
        model.tick();
        assertThat(model.rows()).hasSize(2);
        assertThat(model.count(EndpointsViewModel.Place.ELSEWHERE).get()).isEqualTo(2);
        model.offerServers(List.of());
        assertThat(model.rows()).isEmpty();
        assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    }
}
