package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.EndpointState;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

class PlaygroundViewModelTest extends TwoEndpoints {

    @Test
    void an_endpoint_is_shown_before_anything_else_was_and_stays_when_all_arrive() {
        model.close();
        model = fresh();
        model.show("two");
        assertThat(endpoints()).containsExactly("two");
        model.offer(
                List.of(
                        FakeEngine.endpoint("one", EndpointState.READY),
                        FakeEngine.endpoint("two", EndpointState.READY)));
        assertThat(endpoints()).containsExactly("two");
    }

    @Test
    void an_endpoint_is_shown_in_place_of_a_remembered_one() {
        model.addColumn();
        model.show("three");
        assertThat(endpoints()).containsExactly("three", "two");
        model.show("two");
        assertThat(endpoints()).containsExactly("three", "two");
    }

    private List<String> endpoints() {
        return model.columns().stream().map(column -> column.endpoint().get()).toList();
    }

    @Test
    void code_is_of_the_draft_else_of_the_last_call_else_of_an_example() throws Exception {
        ColumnViewModel column = model.columns().getFirst();
        assertThat(code("")).contains("What is a served entity?");
        ask("First?");
        assertThat(code("")).isEqualTo(engine.calls.getLast().body());
        model.parameters()
                .set(
                        new Parameters(
                                "",
                                0.5,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                false,
                                false,
                                Shape.free()));
        assertThat(code("")).isEqualTo(engine.calls.getLast().body());
        assertThat(code(" Second? "))
                .containsSubsequence("First?", "assistant", "\"Second?\"", "0.5");
        column.endpoint().set("two");
        assertThat(code("")).contains("\"two\"", "First?").doesNotContain("assistant");
        column.endpoint().set("one");
        model.startNew();
        assertThat(code("")).contains("What is a served entity?").doesNotContain("First?");
    }

    @Test
    void code_of_a_form_is_its_last_call_or_an_example_never_the_prompt() throws Exception {
        ColumnViewModel column = model.columns().getFirst();
        column.kind().set(TableViewModelTest.kind());
        assertThat(code("A draft")).contains("prompt_tokens", "512.0");
        column.post("databricks", "{\"inputs\":[1]}");
        until(() -> !column.running().get());
        assertThat(code("A draft")).isEqualTo("{\"inputs\":[1]}");
    }

    private String code(String draft) {
        return model.columns()
                .getFirst()
                .call(model.parameters().get(), new Prompt(draft, List.of()))
                .body();
    }

    @Test
    void one_prompt_goes_to_every_column() throws Exception {
        model.addColumn();
        ask("What is an endpoint?");
        assertThat(engine.calls)
                .extracting(call -> call.endpoint())
                .containsExactlyInAnyOrder("one", "two");
        assertThat(engine.calls).allMatch(call -> call.door().equals("playground"));
        assertThat(messages(0)).hasSize(2);
        assertThat(messages(1).getLast().text().get()).isEqualTo(FakeEngine.ANSWER);
        assertThat(messages(0).getLast().facts().get().orElseThrow().line())
                .contains("first token", "14 → 61 tok")
                .doesNotContain("stop");
    }

    @Test
    void the_conversation_so_far_is_sent_with_only_what_was_set() throws Exception {
        model.parameters().set(Parameters.defaults());
        ask("First?");
        ask("Second?");
        String body = engine.calls.getLast().body();
        assertThat(body).contains("First?", "Second?", "\"assistant\"", "\"stream\" : true");
        assertThat(body).doesNotContain("temperature", "top_p", "system", "seed");
    }

    @Test
    void what_a_model_thought_is_kept_with_its_answer_and_not_sent_again() throws Exception {
        engine.thought = "The question is short.";
        ask("First?");
        MessageViewModel answer = messages(0).getLast();
        assertThat(answer.thought().get()).isEqualTo("The question is short.");
        assertThat(answer.text().get()).isEqualTo(FakeEngine.ANSWER);
        assertThat(MessageViewModel.of(answer.turn()).thought().get())
                .isEqualTo("The question is short.");
        ask("Second?");
        assertThat(engine.calls.getLast().body())
                .contains("First?", "served entity")
                .doesNotContain("The question is short.");
    }

    @Test
    void stop_ends_the_answer_and_keeps_what_there_is() throws Exception {
        engine.endless = true;
        model.prompt().set("Go on forever");
        model.send();
        assertThat(engine.begun.await(10, TimeUnit.SECONDS)).isTrue();
        until(() -> !messages(0).getLast().text().get().isEmpty());
        model.stop();
        assertThat(model.running().get()).isFalse();
        assertThat(messages(0).getLast().problem().get()).isEqualTo("Stopped.");
        assertThat(messages(0).getLast().text().get()).startsWith("A **served");
    }

    @Test
    void a_stopped_answer_has_its_figures_and_its_raw_call_too() throws Exception {
        beginEndless();
        model.stop();
        MessageViewModel stopped = messages(0).getLast();
        until(() -> stopped.facts().get().isPresent());
        assertThat(stopped.text().get()).isEqualTo(FakeEngine.ANSWER);
        assertThat(stopped.problem().get()).isEqualTo("Stopped.");
        assertThat(model.columns().getFirst().last().get().orElseThrow().raw())
                .contains("status 499");
        assertThat(model.conversations().getFirst().columns().getFirst().turns().getLast().facts())
                .isNotNull();
    }

    @Test
    void a_conversation_deleted_while_its_answer_is_written_stays_deleted() throws Exception {
        ask("First?");
        beginEndless();
        model.delete(model.conversations().getFirst());
        until(() -> outcomes.isEmpty());
        assertThat(model.conversations()).isEmpty();
        model.close();
        assertThat(new ConversationStore(folder).all()).isEmpty();
    }

    @Test
    void a_click_on_the_conversation_in_front_leaves_its_answer_alone() throws Exception {
        ask("First?");
        beginEndless();
        model.open(model.conversations().getFirst());
        assertThat(model.running().get()).isTrue();
        assertThat(messages(0)).hasSize(4);
    }

    @Test
    void a_form_hears_of_a_call_that_could_not_even_be_made() throws Exception {
        engine.unknown = true;
        ColumnViewModel column = model.columns().getFirst();
        column.post("none", "{}");
        until(() -> !column.running().get());
        assertThat(column.last().get().orElseThrow().problem())
                .isEqualTo("There is no such dialect.");
    }

    private void beginEndless() throws InterruptedException {
        engine.endless = true;
        model.prompt().set("Go on forever");
        model.send();
        until(() -> !messages(0).getLast().text().get().isEmpty());
    }

    @Test
    void a_failure_is_a_sentence_in_its_column() throws Exception {
        engine.broken = true;
        ask("Hello?");
        assertThat(messages(0).getLast().problem().get())
                .isEqualTo("The endpoint is stopped. Start it first.");
        assertThat(messages(0).getLast().text().get()).isEmpty();
    }

    @Test
    void the_last_question_comes_back_to_be_changed() throws Exception {
        ask("Wat is it?");
        model.editLast();
        assertThat(model.prompt().get()).isEqualTo("Wat is it?");
        assertThat(messages(0)).isEmpty();
    }

    @Test
    void another_answer_replaces_the_last_one() throws Exception {
        ask("Hello?");
        engine.answer = "Something else.";
        model.regenerate();
        until(() -> !model.running().get());
        assertThat(messages(0)).hasSize(2);
        assertThat(messages(0).getLast().text().get()).isEqualTo("Something else.");
    }

    @Test
    void conversations_are_kept_on_disk_and_open_again() throws Exception {
        ask("What is kept?");
        assertThat(model.conversations())
                .extracting(Conversation::title)
                .containsExactly("What is kept?");
        model.close();
        model = fresh();
        until(() -> !model.conversations().isEmpty());
        model.open(model.conversations().getFirst());
        assertThat(messages(0)).hasSize(2);
        assertThat(messages(0).getLast().facts().get()).isPresent();
        model.delete(model.conversations().getFirst());
        assertThat(model.conversations()).isEmpty();
    }

    @Test
    void a_damaged_file_hides_nothing_else() throws Exception {
        Files.writeString(folder.resolve("broken.json"), "{\"id\": 4, ");
        try (ConversationStore store = new ConversationStore(folder)) {
            store.save(named("fine", "Fine"));
        }
        assertThat(new ConversationStore(folder).all())
                .extracting(Conversation::title)
                .containsExactly("Fine");
    }

    @Test
    void the_last_change_to_a_conversation_is_the_one_that_is_kept() {
        try (ConversationStore store = new ConversationStore(folder)) {
            for (int i = 1; i <= 200; i++) {
                store.save(named("one", "Title " + i));
                store.save(named("gone", "Title " + i));
            }
            store.delete("gone", Set.of());
        }
        assertThat(new ConversationStore(folder).all())
                .extracting(Conversation::title)
                .containsExactly("Title 200");
    }

    @Test
    void an_answer_that_is_under_way_at_the_end_is_kept_as_far_as_it_came() throws Exception {
        engine.endless = true;
        model.prompt().set("Go on forever");
        model.send();
        until(() -> !messages(0).getLast().text().get().isEmpty());
        model.close();
        assertThat(new ConversationStore(folder).all())
                .singleElement()
                .satisfies(kept -> assertThat(kept.columns().getFirst().turns()).hasSize(2));
    }

    private static Conversation named(String id, String title) {
        return new Conversation(id, title, Instant.EPOCH, Parameters.defaults(), List.of());
    }

    @Test
    void the_raw_view_has_the_request_and_every_event() throws Exception {
        ask("Raw?");
        String raw = model.columns().getFirst().last().get().orElseThrow().raw();
        assertThat(raw)
                .contains("# request to one, openai-chat", "Raw?", "data: {\"piece\":1}", "200");
    }
}
