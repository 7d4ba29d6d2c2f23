package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.connections.ImportViewModel.Step;
import dev.modeldeck.app.connections.RegistryViewModel.Here;
import dev.modeldeck.app.connections.RegistryViewModel.Row;
import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server's registry, and its versions on their way here. */
class RegistryViewModelTest {

    private static final ModelName CHURN = ModelName.parse("churn");

    @TempDir Path folder;

    private final Outcomes outcomes = new Outcomes();
    private final FakeHost host = new FakeHost();
    private SampleConnections sample;
    private PageViewModel page;
    private RegistryViewModel registry;

    @BeforeEach
    void connect() throws InterruptedException {
        sample = new SampleConnections(folder, new FakeKind());
        sample.save("gpu", host.address());
        ConnectionView view = sample.connections.find("gpu").orElseThrow();
        page = new PageViewModel(sample.connections, outcomes.work, view, () -> {});
        registry =
                new RegistryViewModel(
                        sample.connections, sample.imports, outcomes.work, page.view());
        outcomes.until(() -> registry.offered().get());
    }

    @AfterEach
    void close() {
        registry.close();
        page.close();
        sample.close();
        host.close();
    }

    @Test
    void models_are_read_and_found_and_the_chosen_one_has_its_versions() throws Exception {
        assertThat(host.asked()).doesNotContain("GET /registry");
        registry.open();
        outcomes.until(() -> registry.state().get() instanceof ViewState.Ready);
        assertThat(registry.models()).extracting(Model::name).containsExactly("churn", "ranker");
        choose("churn");
        outcomes.until(() -> registry.versionsState().get() instanceof ViewState.Ready);
        assertThat(registry.versions())
                .extracting(row -> row.version().number())
                .containsExactly("2", "1");
        choose("ranker");
        outcomes.until(() -> registry.versionsState().get() instanceof ViewState.Empty);
        assertThat(registry.versions()).isEmpty();
        registry.search().set("LEAVES");
        assertThat(registry.models()).extracting(Model::name).containsExactly("churn");
    }

    @Test
    void what_cannot_be_read_is_told_and_read_anew() throws Exception {
        host.says("/registry", "no longer");
        registry.open();
        outcomes.until(() -> registry.state().get() instanceof ViewState.Troubled);
        host.says("/registry", "{\"models\": []}");
        registry.look();
        outcomes.until(() -> registry.state().get() instanceof ViewState.Empty);
    }

    @Test
    void an_import_is_named_stopped_gone_on_with_and_registered() throws Exception {
        CountDownLatch gate = host.hold();
        ImportViewModel bringing = importing();
        assertThat(bringing.name().get()).isEqualTo("main.default.churn");
        bringing.name().set("prod.churn");
        bringing.start();
        assertThat(bringing.step().get())
                .isInstanceOfSatisfying(
                        Step.Asking.class,
                        asking -> assertThat(asking.wrong()).isInstanceOf(Problem.Invalid.class));

        bringing.name().set("prod.leaving.churn");
        bringing.start();
        outcomes.until(() -> is(bringing, new State.Fetching(500, 1000, "weights.bin")));
        outcomes.until(() ->
                registry.versions().stream()
                        .map(Row::here)
                        .toList()
                        .equals(List.of(Here.RUNNING, Here.NOT_YET)));
        bringing.stop(RegistryViewModelTest::fail);
        outcomes.until(() -> state(bringing) instanceof State.Stopped);
        bringing.close();

        gate.countDown();
        ImportViewModel later = importing();
        assertThat(state(later)).isInstanceOf(State.Stopped.class);
        later.resume(RegistryViewModelTest::fail);
        outcomes.until(() -> state(later) instanceof State.Done);
        assertThat(later.step().get())
                .isEqualTo(
                        new Step.Begun(ModelName.parse("prod.leaving.churn"), new State.Done(1)));
        outcomes.until(() -> registry.versions().getFirst().here() == Here.DONE);
        later.close();
    }

    @Test
    void one_that_is_discarded_asks_for_its_name_anew() throws Exception {
        CountDownLatch gate = host.hold();
        ImportViewModel bringing = importing();
        bringing.start();
        outcomes.until(() -> is(bringing, new State.Fetching(500, 1000, "weights.bin")));
        bringing.discard(RegistryViewModelTest::fail);
        outcomes.until(() -> bringing.step().get() instanceof Step.Asking);
        gate.countDown();
        assertThat(sample.imports.all().get()).isEmpty();
        bringing.start();
        outcomes.until(() -> is(bringing, new State.Done(1)));
        assertThat(sample.registry.get(CHURN).versions()).hasSize(1);
        bringing.close();
    }

    private void choose(String name) {
        registry.choose(
                registry.models().stream()
                        .filter(model -> model.name().equals(name))
                        .findFirst()
                        .orElseThrow());
    }

    /** Of the newest version of churn. */
    private ImportViewModel importing() throws InterruptedException {
        registry.open();
        outcomes.until(() -> registry.state().get() instanceof ViewState.Ready);
        choose("churn");
        outcomes.until(() -> registry.versionsState().get() instanceof ViewState.Ready);
        return registry.importing(registry.versions().getFirst().version());
    }

    private static boolean is(ImportViewModel bringing, State state) {
        return state.equals(state(bringing));
    }

    /** Of an import that was begun. */
    private static State state(ImportViewModel bringing) {
        return bringing.step().get() instanceof Step.Begun(ModelName _, State state)
                ? state
                : new State.Fetching(-1, -1, "not begun");
    }

    private static void fail(Problem problem) {
        throw new AssertionError(problem.message());
    }
}
