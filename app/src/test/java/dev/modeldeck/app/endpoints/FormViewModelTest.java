package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointEvent;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

class FormViewModelTest {

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final Work work = new Work(outcomes::add);
    private final List<EndpointName> done = new ArrayList<>();
    private SampleEndpoints sample;

    @BeforeEach
    void open() throws Exception {
        sample = new SampleEndpoints(folder);
    }

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @Test
    void what_was_filled_in_becomes_an_endpoint_that_starts() throws Exception {
        FormViewModel form = form(null);
        form.add(SampleEndpoints.CHAT, 2);
        assertThat(form.name().get()).isEqualTo("deck-chat");
        form.description().set("Answers newcomers");
        form.tags().set("team=search, urgent");
        save(form);
        assertThat(done).containsExactly(new EndpointName("deck-chat"));
        Endpoint made = sample.endpoints.get(new EndpointName("deck-chat"));
        assertThat(made.state()).isEqualTo(EndpointState.UPDATING);
        assertThat(made.description()).isEqualTo("Answers newcomers");
        assertThat(made.tags()).isEqualTo(Map.of("team", "search", "urgent", ""));
        assertThat(made.creator()).isEqualTo("me");
    }

    @Test
    void shares_are_split_evenly_and_the_first_takes_the_rest() {
        FormViewModel form = form(null);
        form.add();
        form.add();
        EntityViewModel third = form.add();
        assertThat(shares(form)).containsExactly(34, 33, 33);
        form.remove(third);
        assertThat(shares(form)).containsExactly(50, 50);
    }

    @Test
    void a_form_that_is_wrong_says_so_and_creates_nothing() {
        FormViewModel form = form(null);
        form.save(done::add);
        assertThat(form.complaint().get()).isEqualTo("Add a served entity first.");
        form.add(SampleEndpoints.CHAT, 1);
        form.name().set("not a name!");
        form.save(done::add);
        assertThat(form.complaint().get()).contains("name");
        form.name().set("deck-chat");
        form.entities().getFirst().percentage().set(60);
        form.save(done::add);
        assertThat(form.complaint().get()).contains("100");
        assertThat(form.saving().get()).isFalse();
        assertThat(sample.endpoints.all().get()).isEmpty();
    }

    @Test
    void a_name_that_is_taken_is_told_in_the_form() throws Exception {
        FormViewModel first = form(null);
        first.add(SampleEndpoints.CLASSIFIER, 1);
        save(first);
        FormViewModel second = form(null);
        second.add(SampleEndpoints.CLASSIFIER, 1);
        assertThat(second.name().get()).isEqualTo("classifier-2");
        second.name().set("classifier");
        save(second);
        assertThat(second.complaint().get()).contains("classifier");
        assertThat(done).hasSize(1);
    }

    @Test
    void an_endpoint_is_taken_over_and_updated() throws Exception {
        FormViewModel first = form(null);
        first.add(SampleEndpoints.CHAT, 1);
        save(first);
        FormViewModel edit = form(sample.endpoints.get(new EndpointName("deck-chat")));
        assertThat(edit.editing()).isTrue();
        assertThat(edit.entities()).hasSize(1);
        edit.add(SampleEndpoints.CHAT, 2);
        edit.entities().get(0).percentage().set(90);
        edit.entities().get(1).percentage().set(10);
        sample.endpoints.cancelUpdate(new EndpointName("deck-chat"), "me");
        save(edit);
        assertThat(edit.complaint().get()).isEmpty();
        assertThat(sample.endpoints.get(new EndpointName("deck-chat")).pending().routes())
                .containsExactly(
                        new EndpointConfig.Route("deck-chat-1", 90),
                        new EndpointConfig.Route("deck-chat-2", 10));
    }

    @Test
    void words_about_an_endpoint_change_without_its_workers_starting_anew() throws Exception {
        Endpoint before = created();
        FormViewModel edit = form(before);
        edit.description().set("Answers newcomers");
        save(edit);
        Endpoint now = sample.endpoints.get(before.name());
        assertThat(now.description()).isEqualTo("Answers newcomers");
        assertThat(now.pending()).isEqualTo(before.pending());
        assertThat(sample.endpoints.events(before.name())).noneMatch(updateStarted());
    }

    @Test
    void a_connected_servers_model_takes_the_place_of_an_untouched_card() throws Exception {
        FormViewModel form = form(null);
        form.add();
        ExternalViewModel external = form.addExternal();
        assertThat(form.entities()).containsExactly(external);
        form.save(done::add);
        assertThat(form.complaint().get()).startsWith("Choose a connected server");
        external.connection().set("GPU host");
        assertThat(external.model().get()).isEqualTo("Qwen/Qwen3-8B");
        external.model().set("bge-m3");
        assertThat(external.task().get()).isEqualTo(ExternalViewModel.EMBEDDINGS);
        form.name().set("vectors");
        save(form);
        ServedEntity made =
                sample.endpoints.get(new EndpointName("vectors")).pending().entities().getFirst();
        assertThat(made.name()).isEqualTo("bge-m3");
        assertThat(made.source())
                .isEqualTo(
                        new ServedEntity.External(
                                "bge-m3",
                                "connection",
                                "llm/v1/embeddings",
                                Map.of("connection_name", "GPU host")));
    }

    @Test
    void an_external_model_is_taken_over_as_it_was() throws Exception {
        FormViewModel form = form(null);
        form.addExternal("GPU host", "Qwen/Qwen3-8B");
        assertThat(form.name().get()).isEqualTo("qwen-qwen3-8b");
        form.add(SampleEndpoints.CHAT, 1);
        save(form);
        Endpoint before = sample.endpoints.get(new EndpointName("qwen-qwen3-8b"));
        FormViewModel edit = form(before);
        assertThat(edit.entities().stream().map(EntityForm::entity))
                .containsExactlyElementsOf(before.pending().entities());
        assertThat(edit.entities().getFirst().effectiveName()).isEqualTo("Qwen-Qwen3-8B");
    }

    @Test
    void what_is_refused_changes_nothing_by_half() throws Exception {
        Endpoint before = created();
        FormViewModel edit = form(before);
        edit.description().set("Answers newcomers");
        ((EntityViewModel) edit.entities().getFirst()).concurrency().set(9);
        save(edit);
        assertThat(edit.complaint().get()).contains("is being updated");
        assertThat(sample.endpoints.get(before.name()).description()).isEmpty();
    }

    private Endpoint created() throws InterruptedException {
        FormViewModel form = form(null);
        form.add(SampleEndpoints.CHAT, 1);
        save(form);
        return sample.endpoints.get(new EndpointName("deck-chat"));
    }

    private static Predicate<EndpointEvent> updateStarted() {
        return event -> event.type().equals("Update started");
    }

    private FormViewModel form(@Nullable Endpoint edited) {
        return new FormViewModel(
                work,
                sample.registry,
                sample.endpoints,
                SampleEndpoints::servers,
                SampleEndpoints.FACTS,
                "me",
                edited);
    }

    private static List<Integer> shares(FormViewModel form) {
        return form.entities().stream().map(e -> e.percentage().get()).toList();
    }

    private void save(FormViewModel form) throws InterruptedException {
        form.save(done::add);
        while (form.saving().get()) {
            Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("something is delivered").isNotNull();
            outcome.run();
        }
    }
}
