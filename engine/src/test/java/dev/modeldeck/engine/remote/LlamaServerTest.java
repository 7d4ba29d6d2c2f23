package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.TinyGguf;
import dev.modeldeck.engine.remote.anthropic.AnthropicServer;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.BooleanNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real llama.cpp with a tiny random model, in the three protocols that it speaks. Runs where
 * {@code llama-server} is on the path.
 */
class LlamaServerTest {

    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final HttpCalls HTTP = HttpCalls.patient();

    @TempDir static Path folder;

    private static LlamaServer llama;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> program = LlamaServer.find();
        assumeTrue(program.isPresent(), "llama-server is not on the path");
        llama =
                LlamaServer.start(
                        program.get(), TinyGguf.chat(folder.resolve("tiny.gguf"), 7), folder);
    }

    @AfterAll
    static void stop() {
        if (llama != null) {
            llama.close();
        }
        HTTP.close();
    }

    @Test
    void it_is_recognised_before_all_others() {
        RemoteServer first =
                BuiltIns.servers().stream()
                        .filter(server -> server.recognise(site()).isPresent())
                        .findFirst()
                        .orElseThrow();
        assertThat(first.id()).isEqualTo("llamacpp");
    }

    @Test
    void its_model_slots_and_figures_are_seen() {
        chat(TextOptions.defaults().withMaxTokens(5));
        ServerLook look = OpenAiServer.llamaCpp().look(site());
        assertThat(look.version()).isNotEmpty();
        assertThat(look.models()).hasSize(1);
        assertThat(look.models().getFirst().facts()).containsKeys("Parameters", "Context", "Size");
        assertThat(look.facts()).containsEntry("Slots", "2").containsKey("Slots in use");
        assertThat(look.capabilities())
                .contains(Capability.METRICS)
                .doesNotContain(Capability.TOOLS);
        assertThat(look.figures())
                .extracting(Figure::key)
                .contains(Measure.PROMPT_TOKENS, Measure.GENERATED_TOKENS, Measure.PROMPT_SECONDS);
    }

    @Test
    void a_chat_is_streamed_with_its_tokens_and_times() {
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text)
                        ask(
                                new Payload.Chat(
                                        List.of(ChatMessage.user("Hello")),
                                        1,
                                        TextOptions.defaults().withMaxTokens(20)),
                                chunk -> heard.append(chunk.text()));
        assertThat(heard).hasToString(text.choices().getFirst().text()).isNotEmpty();
        assertThat(text.usage().promptTokens()).isPositive();
        assertThat(text.usage().completionTokens()).isBetween(1, 20);
        ServerTimings timings = text.timings();
        assertThat(timings).isNotNull();
        assertThat(timings.prompt()).isPositive();
        assertThat(timings.generation()).isPositive();
    }

    @Test
    void what_is_asked_twice_with_a_seed_is_answered_twice() {
        TextOptions seeded =
                new TextOptions(15, 1.0, 0.9, 50, 0.01, 1.1, 0.1, 0.1, 4L, List.of(), null);
        assertThat(chat(seeded).text()).isEqualTo(chat(seeded).text());
    }

    @Test
    void a_completion_tells_the_probabilities_of_its_tokens() {
        TextOptions options =
                new TextOptions(4, 0.0, null, null, null, null, null, null, null, List.of(), 3);
        InferenceResult.Text text =
                (InferenceResult.Text)
                        ask(
                                new Payload.Completion(
                                        List.of(new Prompt.Text("Hi")), 1, true, options),
                                ChunkListener.none());
        assertThat(text.choices().getFirst().logprobs()).isNotEmpty();
        assertThat(text.choices().getFirst().logprobs())
                .allSatisfy(token -> {
                    assertThat(token.logprob()).isNegative();
                    assertThat(token.alternatives()).hasSize(3);
                });
        assertThat(text.notes().ignored()).containsExactly("echo");
    }

    @Test
    void an_answer_is_held_to_a_schema_and_to_a_choice() {
        AnswerForm schema =
                new AnswerForm.Schema(
                        "a",
                        Json.parse(
                                "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"x\"]}},\"required\":[\"a\"],\"additionalProperties\":false}"),
                        true);
        String json = chat(TextOptions.defaults().withMaxTokens(200).withForm(schema)).text();
        assertThat(Json.parse(json).path("a").asString("")).isEqualTo("x");
        AnswerForm choice = new AnswerForm.Choice(List.of("yes", "no \"way\""));
        assertThat(chat(TextOptions.defaults().withMaxTokens(20).withForm(choice)).text())
                .isIn("yes", "no \"way\"");
    }

    @Test
    void texts_become_vectors() {
        var vectors =
                (InferenceResult.Embeddings)
                        ask(
                                new Payload.Embedding(
                                        List.of(new Prompt.Text("a"), new Prompt.Text("bc")),
                                        EmbeddingOptions.defaults()),
                                ChunkListener.none());
        assertThat(vectors.vectors()).hasSize(2);
        assertThat(vectors.vectors().getFirst()).hasSameSizeAs(vectors.vectors().getLast());
        assertThat(vectors.usage().promptTokens()).isPositive();
    }

    @Test
    void a_prompt_beyond_its_context_is_refused_in_its_words() {
        Payload tooLong =
                new Payload.Chat(
                        List.of(ChatMessage.user("word ".repeat(500))), 1, TextOptions.defaults());
        assertThatThrownBy(() -> ask(tooLong, ChunkListener.none()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Problem.Invalid.class);
                            assertThat(e.problem().message()).contains("context");
                        });
    }

    @Test
    void a_model_without_eyes_refuses_a_picture_in_its_words() {
        Payload picture =
                new Payload.Chat(
                        List.of(
                                ChatMessage.user(
                                        List.of(
                                                new MessagePart.Text("What is it?"),
                                                new MessagePart.Picture(
                                                        new MessagePart.Source.Enclosed(
                                                                "image/png", DOT))))),
                        1,
                        TextOptions.defaults());
        for (RemoteServer server : List.of(OpenAiServer.llamaCpp(), new AnthropicServer())) {
            try (Backend backend = server.open(site(), "tiny")) {
                assertThatThrownBy(() ->
                                backend.answer(InferenceRequest.of(picture), ChunkListener.none()))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("image input is not supported");
            }
        }
    }

    @Test
    @Timeout(60)
    void leaving_an_answer_that_never_ends_frees_its_slot() {
        Extras endless = new Extras(Map.of("ignore_eos", BooleanNode.TRUE), false);
        Payload question =
                new Payload.Chat(
                        List.of(ChatMessage.user("Hello")),
                        1,
                        TextOptions.defaults().withMaxTokens(10_000_000).withExtras(endless));
        int[] pieces = {0};
        assertThatThrownBy(() ->
                        ask(
                                question,
                                chunk -> {
                                    pieces[0]++;
                                    if (pieces[0] == 300) {
                                        assertThat(slotsInUse()).isEqualTo("1");
                                        throw EngineException.cancelled();
                                    }
                                }))
                .isInstanceOf(EngineException.class);
        while (!slotsInUse().equals("0")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void the_cache_of_a_slot_is_saved_restored_and_erased() {
        chat(TextOptions.defaults().withMaxTokens(5));
        Map<String, String> values = Map.of("slot", "0", "filename", "slot.bin");
        for (String id : List.of("save_slot", "restore_slot", "erase_slot")) {
            Plan plan =
                    OpenAiServer.llamaCpp().actions().stream()
                            .filter(action -> action.id().equals(id))
                            .findFirst()
                            .orElseThrow()
                            .plan(site(), "tiny", values);
            for (Plan.Call call : plan.calls()) {
                assertThat(site().send(call.method(), call.path(), call.body()))
                        .as(id)
                        .satisfies(reply -> assertThat(reply.status()).isEqualTo(200));
            }
        }
        assertThat(folder.resolve("slot.bin")).isNotEmptyFile();
    }

    @Test
    void responses_are_read_from_it_as_well() {
        Site site = new Site(llama.address(), HTTP, Map::of, Map.of("api", "responses"));
        StringBuilder heard = new StringBuilder();
        try (Backend backend = OpenAiServer.llamaCpp().open(site, "tiny")) {
            InferenceResult.Text text =
                    (InferenceResult.Text)
                            backend.answer(
                                    InferenceRequest.of(
                                            new Payload.Chat(
                                                    List.of(
                                                            ChatMessage.system("Be brief."),
                                                            ChatMessage.user("Hello")),
                                                    1,
                                                    TextOptions.defaults().withMaxTokens(15))),
                                    chunk -> heard.append(chunk.text()));
            assertThat(heard).hasToString(text.choices().getFirst().text()).isNotEmpty();
            assertThat(text.usage().completionTokens()).isBetween(1, 15);
            assertThat(text.timings()).isNotNull();
        }
    }

    @Test
    void so_are_messages_of_anthropics() {
        StringBuilder heard = new StringBuilder();
        try (Backend backend = new AnthropicServer().open(site(), "tiny")) {
            InferenceResult.Text text =
                    (InferenceResult.Text)
                            backend.answer(
                                    InferenceRequest.of(
                                            new Payload.Chat(
                                                    List.of(
                                                            ChatMessage.system("Be brief."),
                                                            ChatMessage.user("Hello")),
                                                    1,
                                                    TextOptions.defaults().withMaxTokens(15))),
                                    chunk -> heard.append(chunk.text()));
            assertThat(heard).hasToString(text.choices().getFirst().text()).isNotEmpty();
            assertThat(text.usage().promptTokens()).isPositive();
            assertThat(text.usage().completionTokens()).isBetween(1, 15);
        }
    }

    private static String slotsInUse() {
        return OpenAiServer.llamaCpp().look(site()).facts().getOrDefault("Slots in use", "");
    }

    private static TextChoice chat(TextOptions options) {
        Payload payload = new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, options);
        return ((InferenceResult.Text) ask(payload, ChunkListener.none())).choices().getFirst();
    }

    private static InferenceResult ask(Payload payload, ChunkListener chunks) {
        try (Backend backend = OpenAiServer.llamaCpp().open(site(), "tiny")) {
            return backend.answer(InferenceRequest.of(payload), chunks);
        }
    }

    private static Site site() {
        return new Site(llama.address(), HTTP, Map::of, Map.of());
    }
}
