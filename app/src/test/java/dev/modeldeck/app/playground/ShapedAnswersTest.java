package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Texts;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;

/** Answers that are more than text, and conversations that are too long. */
class ShapedAnswersTest extends TwoEndpoints {

    @Test
    void an_answer_by_a_schema_is_asked_for_checked_and_kept() throws Exception {
        String schema = "{\"type\": \"object\", \"required\": [\"title\"]}";
        model.parameters()
                .set(
                        Parameters.defaults()
                                .withShape(
                                        Shape.free()
                                                .withFormat(Shape.Format.SCHEMA)
                                                .withSchema(schema)));
        engine.answer = "{\"title\": \"x\"}";
        ask("A ticket?");
        assertThat(engine.calls.getLast().body())
                .contains("\"json_schema\"", "\"strict\" : true", "\"required\" : [ \"title\" ]");
        assertThat(messages(0).getLast().check().get())
                .isEqualTo(new AnswerCheck(Shape.Format.SCHEMA, ""));
        engine.answer = "{}";
        ask("Another?");
        assertThat(messages(0).getLast().check().get().complaint()).contains("title");
        model.close();
        Conversation kept = new ConversationStore(folder).all().getFirst();
        assertThat(kept.columns().getFirst().turns())
                .extracting(turn -> turn.check().valid())
                .containsExactly(true, true, true, false);
        assertThat(kept.parameters().shape().schema()).isEqualTo(schema);
    }

    @Test
    void a_schema_that_is_wrong_is_not_sent() throws Exception {
        model.parameters()
                .set(
                        Parameters.defaults()
                                .withShape(new Shape(Shape.Format.SCHEMA, "{\"type\": 1}", "{}")));
        ask("A ticket?");
        assertThat(engine.calls.getLast().body()).doesNotContain("response_format", "tools");
        assertThat(messages(0).getLast().check().get()).isEqualTo(AnswerCheck.NONE);
    }

    @Test
    void tools_are_offered_and_what_the_person_answers_for_them_goes_back() throws Exception {
        model.parameters()
                .set(
                        Parameters.defaults()
                                .withShape(
                                        Shape.free()
                                                .withTools(
                                                        Texts.of("playground")
                                                                .get("tools.example"))));
        engine.toolCalls =
                "[{\"id\": \"c1\", \"type\": \"function\", \"function\": {\"name\": \"get_weather\","
                        + " \"arguments\": \"{\\\"place\\\": \\\"Büsum\\\"}\"}}]";
        ask("Weather?");
        assertThat(engine.calls.getLast().body()).contains("\"tools\" : [");
        MessageViewModel calling = messages(0).getLast();
        assertThat(calling.text().get()).isEmpty();
        assertThat(calling.calls())
                .containsExactly(new ToolCall("c1", "get_weather", "{\"place\": \"Büsum\"}", ""));
        calling.calls().set(0, calling.calls().getFirst().with("windy"));
        engine.answer = "It is windy.";
        model.columns().getFirst().goOn(model.parameters().get());
        until(() -> !model.running().get());
        assertThat(engine.calls.getLast().body())
                .containsSubsequence(
                        "\"tool_calls\"",
                        "\"arguments\" : \"{\\\"place\\\": \\\"Büsum\\\"}\"",
                        "\"role\" : \"tool\"",
                        "windy",
                        "\"tool_call_id\" : \"c1\"");
        assertThat(messages(0)).hasSize(3);
        assertThat(messages(0).getLast().text().get()).isEqualTo("It is windy.");
    }

    @Test
    void what_was_left_out_of_a_long_conversation_is_told() throws Exception {
        Parameters usual = Parameters.defaults();
        model.parameters()
                .set(
                        new Parameters(
                                "",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                true,
                                true,
                                usual.shape()));
        ask("First?");
        assertThat(engine.calls.getLast().body()).contains("\"truncation\" : \"auto\"");
        AnswerFacts facts = messages(0).getLast().facts().get().orElseThrow();
        assertThat(facts.line()).contains("7 tok left out");
        assertThat(facts.inFull(Texts.of("playground")))
                .contains("Left out of the prompt: 7 tokens");
    }

    @Test
    void what_the_server_says_that_it_took_stands_beside_our_stopwatch() throws Exception {
        engine.body =
                """
                {"choices": [{"finish_reason": "stop", "message": {"content": "Yes."}}],
                "usage": {"prompt_tokens": 14, "completion_tokens": 61},
                "modeldeck": {"server_timings":
                {"load_ms": 1250.0, "prompt_ms": 40.0, "generation_ms": 800.0}}}
                """;
        ask("First?");
        AnswerFacts facts = messages(0).getLast().facts().get().orElseThrow();
        assertThat(facts.inFull(Texts.of("playground")))
                .contains(
                        "In all: 12 ms\nThe server says: 1.25 s loading, 40 ms for the prompt, 800 ms for the answer");
    }

    @Test
    void a_conversation_of_an_earlier_version_opens() throws Exception {
        Files.writeString(
                folder.resolve("old.json"),
                """
                {"id": "old", "title": "Old", "updatedAt": "2026-01-02T03:04:05Z",
                "parameters": {"system": "", "stop": [], "stream": true},
                "columns": [{"endpoint": "one", "turns": [
                {"role": "user", "text": "Hi", "facts": null, "problem": ""},
                {"role": "assistant", "text": "Ho", "problem": "", "facts":
                {"firstTokenMillis": 1.5, "totalMillis": 9.0, "promptTokens": 1,
                "completionTokens": 2, "stopReason": "stop", "servedEntity": "one"}}]}]}
                """);
        Conversation read = new ConversationStore(folder).all().getFirst();
        assertThat(read.columns().getFirst().turns().getLast().calls()).isEmpty();
        assertThat(read.columns().getFirst().turns().getLast().facts().leftOut()).isZero();
        assertThat(
                        read.columns()
                                .getFirst()
                                .turns()
                                .getLast()
                                .facts()
                                .inFull(Texts.of("playground")))
                .doesNotContain("The server says");
    }
}
