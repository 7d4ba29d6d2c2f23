package dev.modeldeck.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.registry.Inspection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

class ModelsViewModelTest {

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private SampleRegistry sample;

    @BeforeEach
    void open() {
        sample = new SampleRegistry(folder);
    }

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @Test
    void an_empty_registry_is_an_empty_state() throws Exception {
        ModelsViewModel model = new ModelsViewModel(sample.registry, work);
        until(() -> model.stateProperty().get().equals(new ViewState.Empty()));
    }

    @Test
    void the_search_looks_into_names_aliases_and_tags() throws Exception {
        sample.filled();
        ModelsViewModel model = new ModelsViewModel(sample.registry, work);
        until(() -> model.rows().size() == 3);
        model.searchProperty().set("fallback");
        assertThat(model.rows()).extracting(ModelRow::name).containsExactly(SampleRegistry.CHAT);
        model.searchProperty().set("iris FLOWERS");
        assertThat(model.rows()).extracting(ModelRow::name).containsExactly(SampleRegistry.TABLE);
        model.searchProperty().set("nothing like it");
        assertThat(model.rows()).isEmpty();
        assertThat(model.count()).isEqualTo(3);
    }

    @Test
    void the_page_of_a_version_follows_its_changes_and_goes_with_it() throws Exception {
        sample.filled();
        ModelViewModel model = page();
        model.show(SampleRegistry.CHAT, 1);
        until(() -> model.subjectProperty().get() != null && model.journal().size() > 2);
        assertThat(model.journal()).allMatch(entry -> entry.model().equals(SampleRegistry.CHAT));
        sample.registry.deleteVersion(SampleRegistry.CHAT, 1, "me");
        until(() -> model.subjectProperty().get() == null);
    }

    @Test
    void the_slower_journal_of_another_page_does_not_arrive_on_this_one() throws Exception {
        sample.filled();
        ModelViewModel model = page();
        until(thread::isEmpty);
        model.show(SampleRegistry.CHAT, 0);
        model.show(SampleRegistry.TABLE, 0);
        List<Runnable> late = new ArrayList<>();
        while (late.size() < 4) { // a machine and a journal for each
            Runnable outcome = thread.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("an outcome").isNotNull();
            late.addFirst(outcome);
        }
        late.forEach(Runnable::run);
        assertThat(model.journal())
                .isNotEmpty()
                .allMatch(entry -> entry.model().equals(SampleRegistry.TABLE));
        model.close();
    }

    @Test
    void it_knows_where_aliases_pointed_at_a_time() throws Exception {
        sample.filled();
        ModelViewModel model = page();
        model.show(SampleRegistry.CHAT, 0);
        AtomicReference<TreeMap<String, Optional<Integer>>> then = new AtomicReference<>();
        model.aliasesAt(Instant.now().plusSeconds(1), then::set);
        until(() -> then.get() != null);
        assertThat(then.get())
                .containsEntry("champion", Optional.of(2))
                .containsEntry("fallback", Optional.of(1));
    }

    @Test
    void contexts_to_choose_from_double_up_to_the_models_own() {
        Inspection inspection = sample.register(SampleRegistry.CHAT, "chat", "").inspection();
        assertThat(MemoryCard.contexts(inspection)).startsWith(128).endsWith(4096, 8192);
    }

    private ModelViewModel page() {
        return new ModelViewModel(
                sample.registry,
                () -> SampleRegistry.MACHINE,
                work,
                problem -> {
                    throw new AssertionError(problem.message());
                });
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable task = thread.poll(10, TimeUnit.SECONDS);
            assertThat(task).as("an outcome").isNotNull();
            task.run();
        }
    }
}
