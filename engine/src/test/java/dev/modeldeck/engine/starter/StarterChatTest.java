package dev.modeldeck.engine.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.local.text.TextModel;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The chat model that ships, run by the product's own text engine. */
class StarterChatTest {

    @TempDir static Path folder;
    private static TextModel model;

    @BeforeAll
    static void open() throws IOException {
        for (String path : new String(bytes("index")).lines().toList()) {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes(path));
        }
        Path chat = folder.resolve(StarterModels.CHAT);
        model =
                TextModel.open(
                        new TextModel.Spec(chat, "cpu", "auto", 1L << 30, 0, 1, 1, null),
                        (at, what) -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void a_newcomer_is_answered_in_whole_sentences() {
        TextChoice answer = ask(ChatMessage.user("What is an endpoint?"));
        assertThat(answer.text()).isEqualTo(answerOf("endpoint"));
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void a_conversation_goes_on_under_a_system_prompt() {
        TextChoice answer =
                ask(
                        ChatMessage.system("You are a helpful assistant."),
                        ChatMessage.user("Hello"),
                        ChatMessage.assistant(answerOf("hello")),
                        ChatMessage.user("what does temperature do?"));
        assertThat(answer.text()).isEqualTo(answerOf("temperature"));
    }

    @Test
    void what_it_does_not_know_it_says() {
        TextChoice answer = ask(ChatMessage.user("What is the capital of France?"));
        assertThat(answer.text()).isEqualTo(answerOf("unknown-fact"));
    }

    private static String answerOf(String topic) {
        return Corpus.load().topics().stream()
                .filter(each -> each.id().equals(topic))
                .findFirst()
                .orElseThrow()
                .answer();
    }

    private static TextChoice ask(ChatMessage... messages) {
        Payload chat = new Payload.Chat(List.of(messages), 1, TextOptions.defaults());
        InferenceResult result = model.answer(InferenceRequest.of(chat), ChunkListener.none());
        return ((InferenceResult.Text) result).choices().getFirst();
    }

    private static byte[] bytes(String path) throws IOException {
        try (InputStream in = StarterChatTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return in.readAllBytes();
        }
    }
}
