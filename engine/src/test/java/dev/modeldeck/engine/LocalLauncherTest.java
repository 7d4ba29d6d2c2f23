package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.EntityLauncher.Running;
import dev.modeldeck.engine.endpoints.EntityLauncher.State;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.http.HttpCalls;
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
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.encoder.TinyEncoders;
import dev.modeldeck.engine.local.tensor.TinyTensorModels;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Registered models on real workers. */
@Timeout(120)
class LocalLauncherTest {

    @TempDir Path folder;

    private final HttpCalls http = HttpCalls.patient();
    private Database database;
    private Registry registry;
    private LocalLauncher launcher;

    @BeforeEach
    void open() {
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
        launcher = new LocalLauncher(registry, home, http, LocalLauncherTest::cards);
    }

    @AfterEach
    void close() {
        http.close();
        database.close();
    }

    @Test
    void a_torchscript_file_is_served() throws Exception {
        ServedEntity entity = register(TinyTensorModels.linear(folder));
        try (Running running = launcher.launch(new EndpointName("rows"), entity)) {
            State.Ready ready = await(running.state(), State.Ready.class);
            var row = TinyTensorModels.fp32("x", List.of(1L, 3L), 1, 2, 3);
            var result = ask(ready.backend(), TinyTensorModels.ask(row), ChunkListener.none());
            assertThat(((InferenceResult.Tensors) result).outputs()).hasSize(1);
            assertThat(ProcessHandle.of(ready.pid())).isPresent();
            running.close();
            assertThat(ProcessHandle.of(ready.pid())).isEmpty();
            assertThat(running.state().get()).isEqualTo(new State.Stopped());
        }
    }

    @Test
    void a_chat_model_streams_counts_and_can_be_cancelled() throws Exception {
        ServedEntity entity = register(TinyModels.llama(folder.resolve("llama"), 1));
        try (Running running = launcher.launch(new EndpointName("talk"), entity)) {
            Backend backend = await(running.state(), State.Ready.class).backend();
            AtomicInteger tokens = new AtomicInteger();
            var result =
                    (InferenceResult.Text)
                            ask(backend, chat(12), chunk -> tokens.addAndGet(chunk.tokens()));
            assertThat(result.usage().completionTokens()).isEqualTo(12).isEqualTo(tokens.get());
            assertThat(result.choices().getFirst().text()).isNotEmpty();
            assertThat(result.choices().getFirst().finishReason())
                    .isEqualTo(InferenceResult.FinishReason.LENGTH);

            assertThatThrownBy(() -> ask(backend, chat(200), cancelAfter(3)))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.Cancelled.class));
            assertThat(ask(backend, chat(1), ChunkListener.none())).isNotNull();
            assertThatThrownBy(() -> ask(backend, showing(10 << 20), ChunkListener.none()))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isEqualTo(
                                                    new Problem.Invalid(
                                                            "This model reads texts only. Take out the picture, or choose a model that sees.",
                                                            "messages[0].content")));
            assertThat(String.join("\n", running.log().get())).doesNotContain("Tell me");
        }
    }

    private static Payload showing(int bytes) {
        String picture = Base64.getEncoder().encodeToString(new byte[bytes]);
        return new Payload.Chat(
                List.of(
                        ChatMessage.user(
                                List.of(
                                        new MessagePart.Picture(
                                                new MessagePart.Source.Enclosed(
                                                        "image/png", picture))))),
                1,
                TextOptions.defaults());
    }

    @Test
    void thoughts_and_calls_of_tools_come_over_from_the_worker_as_they_are_written()
            throws Exception {
        Path model = TinyModels.llama(folder.resolve("llama"), 5, 2048);
        template(
                model,
                "{# </think> #}{% if tools %}<tool_call>{{ tools|tojson }}{% endif %}"
                        + "{{ messages[0].content }}{% if enable_thinking is not defined %}<think>{% endif %}");
        try (Running running = launcher.launch(new EndpointName("think"), register(model))) {
            Backend backend = await(running.state(), State.Ready.class).backend();
            List<TextChunk> chunks = new ArrayList<>();
            TextChoice thought = first(ask(backend, chat(12), chunks::add));
            assertThat(thought.thought()).isNotBlank();
            assertThat(thought.text()).isEmpty();
            assertThat(chunks).hasSizeGreaterThan(3);
            assertThat(String.join("", chunks.stream().map(TextChunk::thought).toList()))
                    .isEqualTo(thought.thought());

            Extras values =
                    new Extras(
                            Map.of(
                                    Extras.TEMPLATE_VALUES,
                                    Json.parse("{\"enable_thinking\":false}")),
                            false);
            Payload.Chat quiet =
                    new Payload.Chat(chat(12).messages(), 1, chat(12).options().withExtras(values));
            assertThat(first(ask(backend, quiet, ChunkListener.none())).thought()).isEmpty();

            Tool clock =
                    new Tool(
                            Json.parseObject(
                                    "{\"name\":\"clock\",\"parameters\":{\"type\":\"object\",\"properties\":{\"zone\":{\"enum\":[\"UTC\"]}},\"required\":[\"zone\"],\"additionalProperties\":false}}"),
                            true);
            chunks.clear();
            TextChoice called =
                    first(
                            ask(
                                    backend,
                                    new Payload.Chat(
                                            chat(1).messages(),
                                            1,
                                            chat(200).options(),
                                            new ToolUse(
                                                    List.of(clock),
                                                    new ToolUse.Choice.Required(),
                                                    false)),
                                    chunks::add));
            assertThat(called.finishReason()).isEqualTo(InferenceResult.FinishReason.TOOL_CALLS);
            assertThat(called.calls())
                    .singleElement()
                    .satisfies(call ->
                            assertThat(Json.parse(call.arguments()).path("zone").asString())
                                    .isEqualTo("UTC"));
            assertThat(
                            ToolCall.joined(
                                    chunks.stream()
                                            .map(TextChunk::call)
                                            .filter(Objects::nonNull)
                                            .toList()))
                    .isEqualTo(called.calls());
        }
    }

    private static void template(Path model, String template) throws IOException {
        Path config = model.resolve("tokenizer_config.json");
        ObjectNode json = Json.parseObject(Files.readString(config));
        Files.writeString(config, Json.write(json.put("chat_template", template)));
    }

    private static TextChoice first(InferenceResult result) {
        return ((InferenceResult.Text) result).choices().getFirst();
    }

    @Test
    void an_encoder_gives_vectors_and_tells_its_tokens() throws Exception {
        ServedEntity entity = register(TinyEncoders.embedder(folder.resolve("encoder")));
        try (Running running = launcher.launch(new EndpointName("read"), entity)) {
            Backend backend = await(running.state(), State.Ready.class).backend();
            List<Payload.Prompt> texts =
                    List.of(
                            new Payload.Prompt.Text("hello world"),
                            new Payload.Prompt.Text("good"));
            var payload = new Payload.Embedding(texts, EmbeddingOptions.defaults());
            var result = (InferenceResult.Embeddings) ask(backend, payload, ChunkListener.none());
            assertThat(result.vectors()).hasSize(2).allMatch(vector -> vector.length == 32);
            assertThat(result.usage().promptTokens()).isEqualTo(7);
            var classes = new Payload.Classification(texts, ReadingOptions.WHOLE);
            assertThatThrownBy(() -> ask(backend, classes, ChunkListener.none()))
                    .hasMessageContaining("vectors of texts");
        }
    }

    @Test
    void a_referenced_file_that_changed_is_not_served() throws Exception {
        Path file = TinyTensorModels.linear(folder);
        ServedEntity entity = register(file);
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        try (Running running = launcher.launch(new EndpointName("changed"), entity)) {
            Problem problem = await(running.state(), State.Failed.class).why();
            assertThat(problem).isInstanceOf(Problem.Damaged.class);
            assertThat(problem.message()).contains("linear.pt");
        }
    }

    @Test
    void a_version_that_is_not_there_fails_with_a_sentence() throws Exception {
        var entity =
                new ServedEntity(
                        "ghost",
                        ModelName.parse("ghost"),
                        7,
                        ServedEntity.Compute.cpu(),
                        "",
                        false,
                        Map.of());
        try (Running running = launcher.launch(new EndpointName("ghost"), entity)) {
            assertThat(await(running.state(), State.Failed.class).why())
                    .isInstanceOf(Problem.NotFound.class);
        }
    }

    @Test
    void a_model_answers_the_same_with_another_that_guesses() throws Exception {
        ServedEntity alone = register(TinyModels.llama(folder.resolve("llama"), 1));
        ModelName small = ModelName.parse("main.default.small");
        register(TinyModels.llama(folder.resolve("small"), 1), small);
        ServedEntity drafted =
                new ServedEntity(
                        "m-2",
                        alone.source(),
                        new ServedEntity.Compute(
                                "cpu", "auto", 200, 1, 0, new ServedEntity.Draft(small, 1)),
                        "",
                        false,
                        Map.of());
        List<String> answers = new ArrayList<>();
        for (ServedEntity entity : List.of(alone, drafted)) {
            try (Running running = launcher.launch(new EndpointName("talk"), entity)) {
                Backend backend = await(running.state(), State.Ready.class).backend();
                var result = (InferenceResult.Text) ask(backend, chat(100), ChunkListener.none());
                answers.add(result.choices().getFirst().text());
            }
        }
        assertThat(answers.getFirst()).hasSize(100).isEqualTo(answers.getLast());
    }

    @Test
    void a_draft_model_whose_files_changed_is_not_served() throws Exception {
        ServedEntity alone = register(TinyModels.llama(folder.resolve("llama"), 1));
        ModelName small = ModelName.parse("main.default.small");
        Path files = TinyModels.llama(folder.resolve("small"), 2);
        register(files, small);
        Files.writeString(files.resolve("config.json"), "{}");
        ServedEntity drafted =
                new ServedEntity(
                        "m-2",
                        alone.source(),
                        new ServedEntity.Compute(
                                "cpu", "auto", 0, 1, 0, new ServedEntity.Draft(small, 1)),
                        "",
                        false,
                        Map.of());
        try (Running running = launcher.launch(new EndpointName("talk"), drafted)) {
            assertThat(await(running.state(), State.Failed.class).why())
                    .isInstanceOf(Problem.Damaged.class);
        }
    }

    @Test
    void without_libraries_for_cards_a_card_is_refused_before_a_worker_starts() throws Exception {
        ServedEntity entity = on("cuda:0", register(TinyTensorModels.linear(folder)));
        try (Running running = launcher.launch(new EndpointName("card"), entity)) {
            assertThat(await(running.state(), State.Failed.class).why().message())
                    .isEqualTo("No libraries for cuda:0.");
            assertThat(running.log().get()).isEmpty();
        }
    }

    /** As on a machine where none were fetched. */
    private static Map<String, String> cards(String device, Map<String, String> given) {
        if (device.equals("cpu")) {
            return given;
        }
        throw new EngineException(new Problem.Unavailable("No libraries for " + device + "."));
    }

    private static ServedEntity on(String device, ServedEntity entity) {
        return new ServedEntity(
                entity.name(),
                entity.source(),
                new ServedEntity.Compute(device, "auto", 0, 1, 0, null),
                "",
                false,
                Map.of());
    }

    private ServedEntity register(Path source) {
        return register(source, ModelName.parse("main.default.m"));
    }

    private ServedEntity register(Path source, ModelName name) {
        ModelVersion version =
                registry.register(
                        new NewVersion(
                                name,
                                source.toString(),
                                ModelVersion.Storage.REFERENCED,
                                "",
                                Map.of(),
                                "test"),
                        Progress.none());
        return new ServedEntity(
                "m-1",
                name,
                version.number(),
                new ServedEntity.Compute("cpu", "auto", 0, 1, 0, null),
                "",
                false,
                Map.of());
    }

    private static Payload.Chat chat(int tokens) {
        return new Payload.Chat(
                List.of(ChatMessage.user("Tell me")),
                1,
                TextOptions.defaults().withMaxTokens(tokens).withTemperature(0.0));
    }

    private static ChunkListener cancelAfter(int chunks) {
        AtomicInteger seen = new AtomicInteger();
        return (TextChunk _) -> {
            if (seen.incrementAndGet() == chunks) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** On a virtual thread, as the engine calls backends. */
    private static InferenceResult ask(Backend backend, Payload payload, ChunkListener chunks)
            throws Exception {
        CompletableFuture<InferenceResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(backend.answer(InferenceRequest.of(payload), chunks));
                    } catch (EngineException e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof EngineException engine ? engine : e;
        }
    }

    private static <S extends State> S await(Live<State> live, Class<S> kind) throws Exception {
        CompletableFuture<State> found = new CompletableFuture<>();
        try (var _ =
                live.subscribe(state -> {
                    if (kind.isInstance(state) || state instanceof State.Failed) {
                        found.complete(state);
                    }
                })) {
            State state = found.get(60, TimeUnit.SECONDS);
            assertThat(state).isInstanceOf(kind);
            return kind.cast(state);
        }
    }
}
