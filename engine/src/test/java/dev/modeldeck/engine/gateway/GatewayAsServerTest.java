package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.databricks.ServingEndpoints;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Our own gateway as a server that another Modeldeck has connected. */
class GatewayAsServerTest {

    private static final HttpCalls HTTP = HttpCalls.patient();

    @TempDir static Path folder;

    private static final OpenAiServer MODELDECK =
            OpenAiServer.modeldeck(ServingEndpoints.ofModeldeck());

    private static RunningGateway running;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
        HTTP.close();
    }

    @Test
    void it_is_recognised_before_all_others() {
        RemoteServer first =
                BuiltIns.servers().stream()
                        .filter(server -> server.recognise(site("")).isPresent())
                        .findFirst()
                        .orElseThrow();
        assertThat(first.id()).isEqualTo("modeldeck");
    }

    @Test
    void its_endpoints_are_models_at_its_address_and_at_that_of_its_protocol() {
        for (String path : List.of("", "/v1")) {
            ServerLook look = MODELDECK.look(site(path));
            assertThat(look.version()).isEqualTo("1.2.3");
            assertThat(look.models())
                    .extracting(ServedModel::name)
                    .containsExactlyInAnyOrder("chat", "table");
            assertThat(look.models())
                    .extracting(ServedModel::state)
                    .containsOnly(ServedModel.State.READY);
        }
    }

    @Test
    void a_chat_comes_word_by_word_and_counted() {
        for (OpenAiServer server : List.of(MODELDECK, OpenAiServer.compatible())) {
            List<TextChunk> chunks = new ArrayList<>();
            InferenceResult.Text text = ask(server, "one two three", 1, chunks::add);
            assertThat(text.choices().getFirst().text()).isEqualTo("one two three");
            assertThat(text.usage().completionTokens()).isEqualTo(3);
            assertThat(chunks).hasSizeGreaterThan(2);
        }
    }

    @Test
    void several_answers_come_side_by_side() {
        InferenceResult.Text text = ask(MODELDECK, "a b", 3, ChunkListener.none());
        assertThat(text.choices()).extracting(TextChoice::text).containsOnly("a b").hasSize(3);
    }

    @Test
    void tools_are_called_through_it() {
        Tool now = new Tool(Json.object().put("name", "now"), false);
        Payload chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("{\"a\":1}")),
                        1,
                        TextOptions.defaults(),
                        new ToolUse(List.of(now), new ToolUse.Choice.Auto(), true));
        InferenceResult.Text text = ask(MODELDECK, chat, ChunkListener.none());
        assertThat(text.choices().getFirst().calls())
                .extracting(ToolCall::name)
                .containsExactly("now");
    }

    @Test
    void what_it_notes_is_passed_on() {
        Payload chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("one two three four five six")),
                        1,
                        TextOptions.defaults().withTruncation(new Truncation.OldestTurns()));
        InferenceResult.Text text = ask(MODELDECK, chat, ChunkListener.none());
        assertThat(text.notes().truncatedTokens()).isPositive();
    }

    @Test
    void leaving_reaches_the_model() throws Exception {
        CompletableFuture<Problem> left = new CompletableFuture<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                ask(MODELDECK, "wait", 1, ChunkListener.none());
                            } catch (EngineException e) {
                                left.complete(e.problem());
                            }
                        });
        assertThat(running.model.waiting.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(left.get(10, TimeUnit.SECONDS)).isInstanceOf(Problem.Cancelled.class);
        assertThat(running.model.cancelled.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void its_errors_are_ours() {
        assertThatThrownBy(() -> ask(MODELDECK, "overload", 1, ChunkListener.none()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Overloaded.class));
        assertThatThrownBy(() -> ask(MODELDECK, "some break", 1, ChunkListener.none()))
                .isInstanceOf(EngineException.class);
    }

    private static InferenceResult.Text ask(
            OpenAiServer server, String words, int choices, ChunkListener chunks) {
        return ask(
                server,
                new Payload.Chat(List.of(ChatMessage.user(words)), choices, TextOptions.defaults()),
                chunks);
    }

    private static InferenceResult.Text ask(
            OpenAiServer server, Payload payload, ChunkListener chunks) {
        try (Backend backend = server.open(site(""), "chat")) {
            return (InferenceResult.Text) backend.answer(InferenceRequest.of(payload), chunks);
        }
    }

    private static Site site(String path) {
        URI root = URI.create(running.uri("/").toString().replaceAll("/$", "") + path);
        return new Site(root, HTTP, Map::of, Map.of());
    }
}
