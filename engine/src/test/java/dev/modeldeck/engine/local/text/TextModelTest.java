package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.tokens.TextTokenizer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class TextModelTest {

    @TempDir static Path folder;
    private static TextModel model;

    @BeforeAll
    static void open() throws Exception {
        TinyModels.llama(folder, 5);
        model = TextModel.open(spec(folder, 0), (fraction, what) -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void a_chat_is_answered_and_streamed_alike() {
        List<TextChunk> chunks = new ArrayList<>();
        InferenceResult.Text answer = ask(chat("Hello"), chunks::add);
        TextChoice choice = answer.choices().getFirst();
        assertThat(choice.text()).hasSize(20).isPrintable();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(chunks.stream().map(TextChunk::text).reduce("", String::concat))
                .isEqualTo(choice.text());
        assertThat(chunks.stream().mapToInt(TextChunk::tokens).sum()).isEqualTo(20);
        // <|im_start|>user \n Hello(he+ll merged: none, capital H) <|im_end|> …
        int prompt = model(chat("Hello")).length;
        assertThat(answer.usage()).isEqualTo(new Usage(prompt, 20));
    }

    @Test
    void temperature_zero_gives_the_same_answer_each_time() {
        String once = text(ask(chat("What is an endpoint?"), ChunkListener.none()));
        assertThat(text(ask(chat("What is an endpoint?"), ChunkListener.none()))).isEqualTo(once);
        assertThat(text(ask(chat("Something else"), ChunkListener.none()))).isNotEqualTo(once);
    }

    @Test
    void answers_side_by_side_are_those_given_alone() throws Exception {
        List<String> alone =
                IntStream.range(0, 6)
                        .mapToObj(i -> text(ask(chat("Question " + i), ChunkListener.none())))
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Payload payload = chat("Question " + i);
                calls.add(() -> text(ask(payload, ChunkListener.none())));
            }
            List<String> together = new ArrayList<>();
            for (Future<String> call : threads.invokeAll(calls)) {
                together.add(call.get());
            }
            assertThat(together).isEqualTo(alone);
        }
    }

    @Test
    void a_seed_makes_chance_repeatable_and_choices_differ() {
        Payload payload =
                new Payload.Completion(
                        List.of(new Prompt.Text("Once"), new Prompt.Text("Twice")),
                        3,
                        false,
                        options(20, 1.0, 42L, List.of(), null));
        List<String> first = texts(ask(payload, ChunkListener.none()));
        assertThat(first).hasSize(6).doesNotHaveDuplicates();
        assertThat(texts(ask(payload, ChunkListener.none()))).isEqualTo(first);
    }

    @Test
    void a_stop_text_ends_the_answer_and_is_not_part_of_it() {
        String whole = text(ask(completion("Tell me", 30, List.of()), ChunkListener.none()));
        String stop = whole.substring(7, 10);
        List<TextChunk> chunks = new ArrayList<>();
        InferenceResult.Text answer = ask(completion("Tell me", 30, List.of(stop)), chunks::add);
        TextChoice choice = answer.choices().getFirst();
        assertThat(choice.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(chunks.stream().map(TextChunk::text).reduce("", String::concat))
                .isEqualTo(choice.text());
    }

    @Test
    void an_end_token_ends_the_answer(@TempDir Path other) throws Exception {
        String whole = text(ask(completion("Tell me", 30, List.of()), ChunkListener.none()));
        TinyModels.llama(other, 5);
        int end = whole.charAt(9);
        Files.writeString(
                other.resolve("generation_config.json"), "{\"eos_token_id\": " + end + "}");
        try (TextModel stopping = TextModel.open(spec(other, 0), (fraction, what) -> {})) {
            InferenceResult.Text answer =
                    (InferenceResult.Text)
                            stopping.answer(
                                    InferenceRequest.of(completion("Tell me", 30, List.of())),
                                    ChunkListener.none());
            assertThat(text(answer)).isEqualTo(whole.substring(0, whole.indexOf(end)));
            assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void a_prompt_may_be_token_ids_and_may_be_repeated() {
        List<Integer> ids = "Zebra".chars().boxed().toList();
        TextOptions options = options(5, 0.0, null, List.of(), null);
        String byText =
                text(
                        ask(
                                new Payload.Completion(
                                        List.of(new Prompt.Text("Zebra")), 1, true, options),
                                ChunkListener.none()));
        String byIds =
                text(
                        ask(
                                new Payload.Completion(
                                        List.of(new Prompt.Tokens(ids)), 1, true, options),
                                ChunkListener.none()));
        assertThat(byText).startsWith("Zebra").hasSize(10).isEqualTo(byIds);
    }

    @Test
    void log_probabilities_name_the_chosen_token_and_its_rivals() {
        Payload payload =
                new Payload.Completion(
                        List.of(new Prompt.Text("Zebra")),
                        1,
                        false,
                        options(6, 0.0, null, List.of(), 20));
        InferenceResult.Text answer = ask(payload, ChunkListener.none());
        List<TokenLogprob> logprobs = answer.choices().getFirst().logprobs();
        assertThat(logprobs).hasSize(6);
        assertThat(logprobs.stream().map(TokenLogprob::token).reduce("", String::concat))
                .isEqualTo(text(answer));
        assertThat(logprobs)
                .allSatisfy(token -> {
                    assertThat(token.alternatives()).hasSize(20);
                    assertThat(token.alternatives().getFirst().logprob())
                            .isEqualTo(token.logprob());
                    double mass =
                            token.alternatives().stream()
                                    .mapToDouble(other -> Math.exp(other.logprob()))
                                    .sum();
                    assertThat(mass).isBetween(0.5, 1.0 + 1e-6);
                });
    }

    @Test
    void the_context_ends_an_answer_that_would_outgrow_it() {
        InferenceResult.Text answer =
                ask(completion("x".repeat(200), null, List.of()), ChunkListener.none());
        assertThat(answer.usage()).isEqualTo(new Usage(200, TinyModels.CONTEXT - 200));
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_prompt_that_does_not_fit_is_refused_with_numbers() {
        assertThatThrownBy(
                        () -> ask(completion("x".repeat(300), 5, List.of()), ChunkListener.none()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("300 tokens")
                .hasMessageContaining("holds 256")
                .hasMessageContaining("45 too long");
    }

    @Test
    void a_prompt_of_megabytes_is_refused_without_being_counted() {
        String much = "é".repeat(2_000_000); // the longest token has 13 bytes
        assertThatThrownBy(() -> ask(completion(much, 5, List.of()), ChunkListener.none()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("at least 307692 tokens")
                .hasMessageContaining("at least 307437 too long")
                .hasMessageEndingWith(
                        "Shorten it, or have what is oldest left out by \"truncation\": \"auto\".");
    }

    @Test
    void an_interrupt_ends_the_answer_within_a_token() throws Exception {
        int[] tokens = {0};
        Throwable[] end = new Throwable[1];
        Thread asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                ask(
                                        completion("Tell me", 200, List.of()),
                                        chunk -> {
                                            if (++tokens[0] == 3) {
                                                Thread.currentThread().interrupt();
                                            }
                                        });
                            } catch (EngineException e) {
                                end[0] = e;
                            }
                        });
        asking.join();
        assertThat(tokens[0]).isEqualTo(3);
        assertThat(((EngineException) end[0]).problem()).isInstanceOf(Problem.Cancelled.class);
        assertThat(text(ask(completion("Tell me", 5, List.of()), ChunkListener.none()))).hasSize(5);
    }

    @Test
    void what_a_listener_throws_reaches_the_caller_and_frees_the_slot() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() ->
                            ask(
                                    completion("Tell me", 200, List.of()),
                                    chunk -> {
                                        throw new IllegalStateException("gone");
                                    }))
                    .hasMessage("gone");
        }
    }

    @Test
    void wrong_options_are_refused_by_name() {
        TextOptions hot = options(5, -1.0, null, List.of(), null);
        assertThatThrownBy(() ->
                        ask(
                                new Payload.Chat(List.of(ChatMessage.user("Hi")), 1, hot),
                                ChunkListener.none()))
                .hasMessageContaining("temperature")
                .satisfies(e ->
                        assertThat(((EngineException) e).problem())
                                .isEqualTo(new Problem.Invalid(e.getMessage(), "temperature")));
        assertThatThrownBy(() ->
                        ask(
                                new Payload.Completion(
                                        List.of(new Prompt.Tokens(List.of(9999))),
                                        1,
                                        false,
                                        TextOptions.defaults()),
                                ChunkListener.none()))
                .hasMessageContaining("9999");
    }

    @Test
    void a_picture_is_refused_in_words() {
        MessagePart picture =
                new MessagePart.Picture(new MessagePart.Source.Address("https://a.b/c.png"));
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(ChatMessage.system("x"), ChatMessage.user(List.of(picture))),
                        1,
                        TextOptions.defaults());
        assertThatThrownBy(() -> model.answer(InferenceRequest.of(chat), ChunkListener.none()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new Problem.Invalid(
                                                        "This model reads texts only. Take out the picture, or choose a model that sees.",
                                                        "messages[1].content")));
    }

    @Test
    void a_longer_context_than_the_models_own_is_refused() {
        assertThatThrownBy(() -> TextModel.open(spec(folder, 512), (fraction, what) -> {}))
                .hasMessageContaining("at most 256");
    }

    @Test
    void streamed_text_never_cuts_a_character(@TempDir Path other) throws Exception {
        TinyModel random = new TinyModel(TinyModels.config(Map.of("model_type", "llama")), 1);
        random.write(other, "BF16", 1);
        TinyModels.tokenizer(other);
        Files.writeString(other.resolve("generation_config.json"), "{\"temperature\": 1.5}");
        try (TextModel wild = TextModel.open(spec(other, 0), (fraction, what) -> {})) {
            List<String> pieces = new ArrayList<>();
            TextOptions options = options(200, null, 9L, List.of(), null);
            String text =
                    text(
                            (InferenceResult.Text)
                                    wild.answer(
                                            InferenceRequest.of(
                                                    new Payload.Completion(
                                                            List.of(new Prompt.Text("é漢😀")),
                                                            1,
                                                            false,
                                                            options)),
                                            chunk -> pieces.add(chunk.text())));
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(pieces).allSatisfy(p -> assertThat(p).doesNotMatch("(?s).*\\p{Cs}"));
        }
    }

    @Test
    void a_model_without_a_chat_template_completes_texts_only(@TempDir Path other)
            throws Exception {
        Map<String, Object> changes = Map.of("model_type", "gpt2", "tie_word_embeddings", true);
        new TinyModel(TinyModels.config(changes), 1).write(other, "F16", 1);
        TinyModels.tokenizer(other);
        Files.writeString(other.resolve("tokenizer_config.json"), "{}");
        Files.writeString(other.resolve("generation_config.json"), "{}");
        try (TextModel gpt2 = TextModel.open(spec(other, 0), (fraction, what) -> {})) {
            InferenceRequest writes = InferenceRequest.of(completion("Once", 20, List.of()));
            assertThat(gpt2.answer(writes, ChunkListener.none()))
                    .isInstanceOfSatisfying(
                            InferenceResult.Text.class,
                            answer -> assertThat(answer.usage().completionTokens()).isEqualTo(20));
            InferenceRequest chats = InferenceRequest.of(chat("Hello"));
            assertThatThrownBy(() -> gpt2.answer(chats, ChunkListener.none()))
                    .hasMessageContaining("no chat template");
        }
    }

    private static int[] model(Payload.Chat chat) {
        TextTokenizer tokenizer = TextTokenizer.open(folder);
        return tokenizer.encode(
                "<|im_start|>user\n"
                        + chat.messages().getFirst().content()
                        + "<|im_end|>\n<|im_start|>assistant\n",
                false);
    }

    private static InferenceResult.Text ask(Payload payload, ChunkListener listener) {
        return (InferenceResult.Text) model.answer(InferenceRequest.of(payload), listener);
    }

    private static List<String> texts(InferenceResult.Text answer) {
        return answer.choices().stream().map(TextChoice::text).toList();
    }

    private static String text(InferenceResult.Text answer) {
        return answer.choices().getFirst().text();
    }

    private static Payload.Chat chat(String question) {
        return new Payload.Chat(
                List.of(ChatMessage.user(question)), 1, options(20, 0.0, null, List.of(), null));
    }

    private static Payload completion(String prompt, Integer tokens, List<String> stop) {
        return new Payload.Completion(
                List.of(new Prompt.Text(prompt)), 1, false, options(tokens, 0.0, null, stop, null));
    }

    private static TextOptions options(
            Integer tokens, Double temperature, Long seed, List<String> stop, Integer logprobs) {
        return new TextOptions(
                tokens, temperature, null, null, null, null, null, null, seed, stop, logprobs);
    }

    private static TextModel.Spec spec(Path model, int context) {
        return new TextModel.Spec(model, "cpu", "f32", 1L << 30, context, 3, 1, null);
    }
}
