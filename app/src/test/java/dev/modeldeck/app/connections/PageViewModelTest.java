package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PageViewModelTest {

    @TempDir Path folder;

    private final Outcomes outcomes = new Outcomes();
    private final FakeHost host = new FakeHost();
    private final List<String> gone = new ArrayList<>();
    private SampleConnections sample;
    private PageViewModel page;

    @BeforeEach
    void connect() throws InterruptedException {
        sample = new SampleConnections(folder, new FakeKind());
        sample.save("gpu", host.address());
        ConnectionView view = sample.connections.find("gpu").orElseThrow();
        page = new PageViewModel(sample.connections, outcomes.work, view, () -> gone.add("gone"));
        outcomes.until(() -> page.view().get().health() instanceof Health.Well);
    }

    @AfterEach
    void close() {
        page.close();
        sample.close();
        host.close();
    }

    @Test
    void models_are_listed_and_found_and_offer_what_fits_them() {
        assertThat(page.models())
                .extracting(ServedModel::name)
                .containsExactly("llama-3.1-8b-instruct", "bge-m3");
        assertThat(page.actions(page.models().get(0)))
                .extracting(ServerAction::id)
                .containsExactly("scale", "delete");
        assertThat(page.actions(page.models().get(1)))
                .extracting(ServerAction::id)
                .containsExactly("delete");
        page.search().set("1024");
        assertThat(page.models()).extracting(ServedModel::name).containsExactly("bge-m3");
    }

    @Test
    void a_look_that_was_asked_for_ends_with_the_next_word() throws Exception {
        host.says("/about", "{\"version\": \"3.0\", \"models\": []}");
        page.refresh();
        assertThat(page.refreshing().get()).isTrue();
        outcomes.until(() -> page.models().isEmpty());
        assertThat(page.refreshing().get()).isFalse();
        assertThat(page.look().orElseThrow().version()).isEqualTo("3.0");
    }

    @Test
    void a_look_at_a_server_that_stays_in_trouble_ends_as_well() throws Exception {
        host.says("/about", "no longer");
        page.refresh();
        outcomes.until(() -> page.view().get().health() instanceof Health.Troubled);
        page.refresh();
        outcomes.until(() -> !page.refreshing().get());
        assertThat(page.view().get().health()).isInstanceOf(Health.Troubled.class);
    }

    @Test
    void the_page_of_a_connection_that_was_deleted_is_left() throws Exception {
        page.delete(problem -> {
            throw new AssertionError(problem.message());
        });
        outcomes.until(() -> !gone.isEmpty());
    }

    @Test
    void sums_are_told_as_what_they_mean() {
        List<FigureWords> words =
                FigureWords.of(page.look().orElseThrow().figures(), Texts.of("connections"));
        assertThat(words)
                .containsExactly(
                        new FigureWords("Requests running", "3", "now"),
                        new FigureWords("Requests", "1.2 K", "since its start"),
                        new FigureWords("Time of a request", "425 ms", "mean since its start"));
        assertThat(
                        FigureWords.of(
                                List.of(
                                        new Figure(Figure.Measure.GPU_USED, "", 0.42),
                                        new Figure(Figure.Measure.REQUEST_MEAN_SECONDS, "", 0.42),
                                        new Figure(Figure.Measure.PROMPT_SECONDS, "", 42)),
                                Texts.of("connections")))
                .containsExactly(
                        new FigureWords("GPU used", "42 %", "now"),
                        new FigureWords("Request mean seconds", "420 ms", "now"));
    }
}
