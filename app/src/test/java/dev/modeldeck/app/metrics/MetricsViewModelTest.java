package dev.modeldeck.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.metrics.chart.ChartData;
import dev.modeldeck.app.metrics.chart.Charts;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class MetricsViewModelTest {

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Work work = new Work(outcomes::add);
    private volatile boolean broken;
    private volatile Endpoint behind = Samples.endpoint("chat", "one");

    private final MetricsViewModel model =
            new MetricsViewModel(
                    work,
                    new MetricsReader(
                            (metric, endpoint, entity, range) -> {
                                if (broken) {
                                    throw new EngineException(
                                            new Problem.Unavailable("The disk is gone."));
                                }
                                asked.add(endpoint + "/" + entity + "/" + metric);
                                return Samples.series(metric, endpoint, entity, range);
                            },
                            (selection, steps) ->
                                    Samples.servers()
                                            .read(Remote.of(behind, selection.entities()), steps)),
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
        assertThat(model.figures().get().data().get("latency").lines()).hasSize(3);
        assertThat(asked).allMatch(text -> text.startsWith("chat//"));
    }

    @Test
    void nothing_is_read_while_hidden() {
        model.offer(List.of(Samples.endpoint("chat", "one")));
        model.tick();
        assertNothingIsRead();
    }

    @Test
    void nothing_is_read_while_paused_not_even_on_coming_back() throws Exception {
        showPaused();
        model.tick();
        model.shown(false);
        model.shown(true);
        assertNothingIsRead();
    }

    @Test
    void a_choice_made_while_paused_is_read() throws Exception {
        showPaused();
        model.range().set(TimeRange.ONE_DAY);
        deliver();
        model.shown(false);
        model.range().set(TimeRange.TWO_HOURS);
        model.shown(true);
        deliver();
        assertThat(model.figures().get().data().get("latency").step())
                .isEqualTo(TimeRange.TWO_HOURS.span().dividedBy(TimeRange.POINTS));
    }

    @Test
    void one_can_try_again_while_paused() throws Exception {
        showPaused();
        broken = true;
        model.range().set(TimeRange.ONE_DAY);
        deliver();
        assertThat(model.state().get()).isInstanceOf(ViewState.Troubled.class);
        broken = false;
        model.retry();
        deliver();
        assertThat(model.state().get()).isInstanceOf(ViewState.Ready.class);
    }

    @Test
    void charts_that_come_later_are_read_at_once() throws Exception {
        model.offerCharts(Charts.withoutCards());
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one")));
        deliver();
        assertThat(model.figures().get().data()).doesNotContainKey("gpu");
        model.offerCharts(Charts.all());
        deliver();
        assertThat(model.figures().get().data()).containsKey("gpu");
    }

    private void showPaused() throws InterruptedException {
        model.offer(List.of(Samples.endpoint("chat", "one")));
        model.shown(true);
        deliver();
        model.paused().set(true);
    }

    /** Closing waits for what runs, so what is not there then does not come. */
    private void assertNothingIsRead() {
        work.close();
        assertThat(outcomes).isEmpty();
    }

    @Test
    void served_entities_are_compared_line_by_line() throws Exception {
        model.shown(true);
        model.offer(List.of(Samples.endpoint("chat", "one", "two")));
        deliver();
        assertThat(model.entities())
                .containsExactly(
                        new EntityChoice.All(),
                        new EntityChoice.Compare(),
                        new EntityChoice.One("one"),
                        new EntityChoice.One("two"));
        model.entity().set(new EntityChoice.Compare());
        deliver();
        assertThat(model.figures().get().data().get("latency").lines())
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
        Path file = folder.resolve("chat.csv");
        model.export(file, problem -> {});
        deliver();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst())
                .startsWith("time,\"Request rate (requests/s)\",\"Latency P50 (ms)\"");
        assertThat(lines).hasSize(1 + TimeRange.POINTS);
        ChartData latency = model.figures().get().data().get("latency");
        assertThat(lines.get(1)).startsWith(latency.from().toString() + ",");
    }

    @Test
    void what_servers_measured_themselves_comes_with_it_over_the_same_time() throws Exception {
        behind = Samples.elsewhere("chat", "GPU host", "qwen3", "gemma3");
        model.shown(true);
        model.offer(List.of(behind));
        deliver();
        ServerFigures server = model.figures().get().servers().getFirst();
        assertThat(server.server()).isEqualTo("GPU host (vLLM)");
        ChartData theirs = server.data().get("server-requests");
        ChartData ours = model.figures().get().data().get("request-rate");
        assertThat(theirs.from()).isEqualTo(ours.from());
        assertThat(theirs.step()).isEqualTo(ours.step());
        assertThat(theirs.size()).isEqualTo(ours.size());
        Path file = folder.resolve("chat.csv");
        model.export(file, problem -> {});
        deliver();
        assertThat(Files.readAllLines(file).getFirst())
                .contains(",\"GPU host (vLLM): Request rate Answered (requests/s)\",");
        model.entity().set(new EntityChoice.One("gemma3"));
        deliver();
        assertThat(model.figures().get().servers()).as("which it tells nothing of").isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        Path file = folder.resolve("missing").resolve("chat.csv");
        List<Problem> problems = new ArrayList<>();
        model.export(file, problems::add);
        deliver();
        assertThat(problems.getFirst().message()).contains(file.toString(), "another folder");
    }
}
