package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(row.p50()).isEqualTo("–");
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
        assertThat(model.rows())
                .extracting(row -> row.name().value())
                .containsExactly("chat", "table");
        assertThat(model.rows()).allMatch(row -> row.requestsPerMinute().equals("42"));
        assertThat(model.rows()).allMatch(row -> row.errors().equals("3"));
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
        assertThat(model.rows().getFirst().name().value()).isEqualTo("table");
        model.search().set("");
        assertThat(model.rows()).hasSize(2);
    }
}
