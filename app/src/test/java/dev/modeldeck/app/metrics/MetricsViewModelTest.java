package dev.modeldeck.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.Charts;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class MetricsViewModelTest {

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();
    private boolean broken;

    private final MetricsViewModel model =
            new MetricsViewModel(
                    new Work(outcomes::add),
                    new MetricsReader((metric, endpoint, entity, range) -> {
                        if (broken) {
                            throw new EngineException(new Problem.Unavailable("The disk is gone."));
                        }
                        asked.add(endpoint + "/" + entity + "/" + metric);
                        return Samples.series(metric, endpoint, entity, range);
                    }),
                    Charts.all());

    private void deliver() throws InterruptedException {
        Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        outcome.run();
    }

    @Test
    void without_an_endpoint_there_is_nothing_to_draw() {
        model.shown(true);
        model.offer(List.of());
        assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void the_first_endpoint_is_chosen_and_read() throws Exception {
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one"), Samples.endpoint("risk", "two")));
        assertThat(model.state().get()).isInstanceOf(ViewState.Loading.class);
        deliver();
        assertThat(model.state().get()).isInstanceOf(ViewState.Ready.class);
        assertThat(model.endpoint().get()).isEqualTo("chat");
        assertThat(model.data().get().get("latency").lines()).hasSize(3);
        assertThat(asked).allMatch(text -> text.startsWith("chat//"));
    }

    @Test
    void nothing_is_read_while_hidden_or_paused() throws Exception {
        model.offer(List.of(Samples.endpoint("chat", "one")));
        model.tick();
        assertThat(outcomes).isEmpty();
        model.shown(true);
        deliver();
        model.paused().set(true);
        model.tick();
        assertThat(outcomes.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void served_entities_are_compared_line_by_line() throws Exception {
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one", "two")));
        deliver();
        assertThat(model.entities()).contains(MetricsViewModel.COMPARE, "one", "two");
        model.entity().set(MetricsViewModel.COMPARE);
        deliver();
        assertThat(model.data().get().get("latency").lines())
                .extracting(ChartData.Line::label)
                .containsExactly("one", "two");
    }

    @Test
    void trouble_is_told_and_goes_away() throws Exception {
        broken = true;
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one")));
        deliver();
        assertThat(model.state().get()).isInstanceOf(ViewState.Troubled.class);
        broken = false;
        model.tick();
        deliver();
        assertThat(model.state().get()).isInstanceOf(ViewState.Ready.class);
    }

    @Test
    void what_is_shown_is_exported_with_a_column_for_each_line() throws Exception {
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one")));
        deliver();
        Map<String, ChartData> data = model.data().get();
        List<String> lines = ChartCsv.of(model.charts(), data).lines().toList();
        assertThat(lines.getFirst())
                .startsWith("time,\"Request rate (requests/s)\",\"Latency P50 (ms)\"");
        assertThat(lines).hasSize(1 + TimeRange.POINTS);
        assertThat(lines.get(1)).startsWith(data.get("latency").from().toString() + ",");
    }
}
