package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A context of 256 tokens, a token a byte, and what is done with prompts beyond it. */
class TruncationTest {

    private static final ChatMessage SYSTEM = ChatMessage.system("Be kind.");
    private static final ChatMessage LAST = ChatMessage.user("And THE END?");
    private static final Truncation AUTO = new Truncation.OldestTurns();
    private static final int ANSWER = 20;

    @TempDir static Path folder;
    private static TextModel model;

    @BeforeAll
    static void open() throws Exception {
        model =
                TextModel.open(
                        new TextModel.Spec(
                                TinyModels.llama(folder, 5), "cpu", "f32", 1L << 30, 0, 1, 1, null),
                        (fraction, what) -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void a_conversation_that_fits_is_left_alone() {
        List<ChatMessage> few = List.of(SYSTEM, ChatMessage.user("Hi"));
        InferenceResult.Text cut = chat(few, AUTO);
        assertThat(cut).isEqualTo(chat(few, Truncation.none()));
        assertThat(cut.notes().none()).isTrue();
    }

    @Test
    void the_oldest_turns_go_first_and_the_answer_says_how_many_tokens_they_had() {
        List<ChatMessage> many = new ArrayList<>(List.of(SYSTEM));
        for (int i = 0; i < 40; i++) {
            many.add(ChatMessage.user("Question " + i));
            many.add(ChatMessage.assistant("Answer " + i));
        }
        many.add(LAST);
        List<ChatMessage> kept = new ArrayList<>(List.of(SYSTEM));
        kept.addAll(many.subList(many.size() - 9, many.size()));

        InferenceResult.Text answer = chat(many, AUTO);

        InferenceResult.Text expected = chat(kept, Truncation.none());
        assertThat(answer.choices()).isEqualTo(expected.choices());
        assertThat(answer.usage()).isEqualTo(expected.usage());
        assertThat(answer.usage().promptTokens()).isLessThanOrEqualTo(TinyModels.CONTEXT - ANSWER);
        assertThat(answer.notes().truncatedTokens())
                .isEqualTo(length(many) - answer.usage().promptTokens());
    }

    @Test
    void a_call_goes_along_with_its_result() {
        List<ChatMessage> messages =
                List.of(
                        ChatMessage.user("Time?"),
                        ChatMessage.assistant("x".repeat(150)),
                        ChatMessage.user("Again?"),
                        ChatMessage.tool("a", "y".repeat(40)),
                        LAST);
        assertThat(chat(messages, AUTO).choices())
                .isEqualTo(chat(messages.subList(2, 5), Truncation.none()).choices());
        List<ChatMessage> longer = new ArrayList<>(messages);
        longer.set(3, ChatMessage.tool("a", "y".repeat(200)));
        assertThat(chat(longer, AUTO).choices())
                .isEqualTo(chat(List.of(LAST), Truncation.none()).choices());
    }

    @Test
    void of_a_question_that_is_too_long_itself_the_end_is_read() {
        String question = "é".repeat(300) + "And THE END?";
        InferenceResult.Text answer = chat(List.of(SYSTEM, ChatMessage.user(question)), AUTO);
        int read = answer.usage().promptTokens();
        assertThat(read).isBetween(TinyModels.CONTEXT - ANSWER - 2, TinyModels.CONTEXT - ANSWER);
        assertThat(answer.notes().truncatedTokens())
                .isEqualTo(length(List.of(SYSTEM, ChatMessage.user(question))) - read);
        int left = read - length(List.of(SYSTEM, LAST));
        String end = "é".repeat(left / 2) + "And THE END?";
        assertThat(answer.choices())
                .isEqualTo(
                        chat(List.of(SYSTEM, ChatMessage.user(end)), Truncation.none()).choices());
    }

    @Test
    void what_cannot_be_cut_far_enough_is_refused() {
        List<ChatMessage> told = List.of(ChatMessage.system("x".repeat(300)), LAST);
        assertThatThrownBy(() -> chat(told, AUTO))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class))
                .hasMessageStartingWith("Even shortened, the prompt has ")
                .hasMessageContaining("too long");
    }

    @Test
    void as_many_last_tokens_are_read_as_are_asked_for() {
        String prompt = "x".repeat(300) + "0123456789";
        InferenceResult.Text answer = complete(prompt, new Truncation.LastTokens(10), false);
        assertThat(answer.choices())
                .isEqualTo(complete("0123456789", Truncation.none(), false).choices());
        assertThat(answer.usage().promptTokens()).isEqualTo(10);
        assertThat(answer.notes().truncatedTokens()).isEqualTo(300);
        assertThatThrownBy(() -> complete(prompt, new Truncation.LastTokens(256), false))
                .hasMessageContaining("256 tokens")
                .hasMessageContaining("is 1 too long");
    }

    @Test
    void as_many_as_fit_leave_the_answer_its_room() {
        for (Truncation all : List.of(AUTO, new Truncation.LastTokens(Integer.MAX_VALUE))) {
            InferenceResult.Text answer = complete("x".repeat(250) + "end", all, true);
            int read = TinyModels.CONTEXT - ANSWER;
            assertThat(answer.usage().promptTokens()).isEqualTo(read);
            assertThat(answer.usage().completionTokens()).isEqualTo(ANSWER);
            assertThat(answer.notes().truncatedTokens()).isEqualTo(253 - read);
            assertThat(answer.choices().getFirst().text()).startsWith("x".repeat(read - 3) + "end");
        }
    }

    @Test
    void tokens_left_out_of_several_prompts_are_counted_together() {
        Payload.Completion two =
                new Payload.Completion(
                        List.of(
                                new Prompt.Text("x".repeat(30)),
                                new Prompt.Tokens(Collections.nCopies(25, 65))),
                        1,
                        false,
                        options(new Truncation.LastTokens(20)));
        assertThat(answer(two).notes().truncatedTokens()).isEqualTo(15);
    }

    private static int length(List<ChatMessage> messages) {
        return messages.stream()
                        .mapToInt(m ->
                                TinyModels.bytes(m.role() + "\n" + m.content() + "\n").length + 2)
                        .sum()
                + TinyModels.bytes("assistant\n").length
                + 1;
    }

    private static InferenceResult.Text chat(List<ChatMessage> messages, Truncation truncation) {
        return answer(new Payload.Chat(messages, 1, options(truncation)));
    }

    private static InferenceResult.Text complete(
            String prompt, Truncation truncation, boolean echo) {
        return answer(
                new Payload.Completion(
                        List.of(new Prompt.Text(prompt)), 1, echo, options(truncation)));
    }

    private static InferenceResult.Text answer(Payload payload) {
        return (InferenceResult.Text)
                model.answer(InferenceRequest.of(payload), ChunkListener.none());
    }

    private static TextOptions options(Truncation truncation) {
        return TextOptions.defaults()
                .withMaxTokens(ANSWER)
                .withTemperature(0.0)
                .withTruncation(truncation);
    }
}
