package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.EntityLauncher.Running;
import dev.modeldeck.engine.endpoints.EntityLauncher.State;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.encoder.TinyEncoders;
import dev.modeldeck.engine.local.tensor.TinyTensorModels;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.registry.ModelName;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Registered models on real workers. */
class LocalLauncherTest extends WithWorkers {

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
    private static ServedEntity on(String device, ServedEntity entity) {
        return new ServedEntity(
                entity.name(),
                entity.source(),
                new ServedEntity.Compute(device, "auto", 0, 1, 0, null),
                "",
                false,
                Map.of());
    }

    private static ChunkListener cancelAfter(int chunks) {
        AtomicInteger seen = new AtomicInteger();
        return (TextChunk _) -> {
            if (seen.incrementAndGet() == chunks) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
