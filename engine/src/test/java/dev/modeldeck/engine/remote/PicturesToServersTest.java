package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.MessagePart.Picture;
import dev.modeldeck.engine.inference.MessagePart.Source;
import dev.modeldeck.engine.inference.MessagePart.Text;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.anthropic.AnthropicServer;
import dev.modeldeck.engine.remote.databricks.DatabricksServer;
import dev.modeldeck.engine.remote.mlflow.ScoringServer;
import dev.modeldeck.engine.remote.ollama.OllamaServer;
import dev.modeldeck.engine.remote.openai.OpenAiServer;
import dev.modeldeck.engine.remote.openinference.TritonServer;
import dev.modeldeck.engine.remote.torchserve.TorchServeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How pictures in a chat reach each kind of server, after its specification. */
class PicturesToServersTest {

    private static final Picture HERE =
            new Picture(new Source.Enclosed("image/png", "iVBORw0KGgo="));
    private static final Picture THERE = new Picture(new Source.Address("https://a.b/c.jpg"));

    private final HttpCalls http = HttpCalls.patient();
    private final FakeServer fake =
            new FakeServer().otherwise(FakeServer.json(400, "{\"error\":\"seen enough\"}"));

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void openai_and_those_who_speak_as_it_get_image_urls() {
        String expected =
                """
                [{"type":"text","text":"What is it?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}},\
                {"type":"image_url","image_url":{"url":"https://a.b/c.jpg"}}]\
                """;
        for (RemoteServer server :
                List.of(
                        OpenAiServer.compatible(),
                        new DatabricksServer(),
                        djlServing(),
                        new ScoringServer())) {
            JsonNode body = sent(server, Map.of(), HERE, THERE);
            assertThat(body.at("/messages/0/content").toString())
                    .describedAs(server.label())
                    .isEqualTo(expected);
        }
    }

    @Test
    void responses_get_input_images() {
        JsonNode body =
                sent(
                        OpenAiServer.compatible(),
                        Map.of("api", "responses"),
                        HERE,
                        new Picture(THERE.source(), "low"));
        assertThat(body.at("/input/0/content").toString())
                .isEqualTo(
                        """
                        [{"type":"input_text","text":"What is it?"},\
                        {"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"auto"},\
                        {"type":"input_image","image_url":"https://a.b/c.jpg","detail":"low"}]\
                        """);
    }

    @Test
    void anthropic_gets_images_with_their_source() {
        JsonNode body = sent(new AnthropicServer(), Map.of(), HERE, THERE);
        assertThat(body.at("/messages/0/content").toString())
                .isEqualTo(
                        """
                        [{"type":"text","text":"What is it?"},\
                        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},\
                        {"type":"image","source":{"type":"url","url":"https://a.b/c.jpg"}}]\
                        """);
    }

    @Test
    void ollama_gets_the_bytes_beside_the_text() {
        JsonNode message = sent(new OllamaServer(), Map.of(), HERE).at("/messages/0");
        assertThat(message.toString())
                .isEqualTo(
                        "{\"role\":\"user\",\"content\":\"What is it?\",\"images\":[\"iVBORw0KGgo=\"]}");
    }

    @Test
    void ollama_is_sent_no_address() {
        Problem problem = ask(new OllamaServer(), Map.of(), chat(false, THERE));
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        assertThat(problem.message()).contains("Send the picture itself", "https://a.b/c.jpg");
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void what_a_tool_shows_reaches_those_who_have_a_place_for_it() {
        assertThat(
                        shown(new AnthropicServer(), Map.of())
                                .at("/messages/2/content/0/content")
                                .toString())
                .isEqualTo(
                        "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}]");
        assertThat(
                        shown(OpenAiServer.compatible(), Map.of("api", "responses"))
                                .at("/input/2/output/0/type")
                                .asString())
                .isEqualTo("input_image");
        assertThat(shown(new OllamaServer(), Map.of()).at("/messages/2/images/0").asString())
                .isEqualTo("iVBORw0KGgo=");
    }

    @Test
    void servers_without_a_word_for_details_say_that_they_ignore_them() {
        Picture closely = new Picture(HERE.source(), "high");
        for (RemoteServer server : List.of(new OllamaServer(), new AnthropicServer())) {
            assertThat(ask(server, Map.of(), chat(true, closely)).message())
                    .describedAs(server.label())
                    .contains("\"detail\"");
            assertThat(ask(server, Map.of(), chat(true, new Picture(HERE.source(), "auto"))))
                    .describedAs(server.label())
                    .extracting(Problem::message)
                    .asString()
                    .contains("seen enough");
        }
    }

    @Test
    void servers_without_chats_refuse_in_words() {
        for (RemoteServer server : List.of(new TritonServer(), new TorchServeServer())) {
            Problem problem = ask(server, Map.of(), chat(false, HERE));
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.message()).containsAnyOf("not messages", "not this");
        }
        assertThat(fake.asked()).isEmpty();
    }

    private static RemoteServer djlServing() {
        return BuiltIns.servers().stream()
                .filter(server -> server.id().equals("djl-serving"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode shown(RemoteServer server, Map<String, String> settings) {
        ask(
                server,
                settings,
                new Payload.Chat(
                        List.of(
                                ChatMessage.user("Look"),
                                ChatMessage.calling("", List.of(new ToolCall("c", "see", "{}"))),
                                new ChatMessage("tool", List.of(HERE), List.of(), "c")),
                        1,
                        TextOptions.defaults()));
        return Json.parse(fake.asked().getLast().body());
    }

    private JsonNode sent(RemoteServer server, Map<String, String> settings, Picture... pictures) {
        assertThat(ask(server, settings, chat(false, pictures)).message()).contains("seen enough");
        return Json.parse(fake.asked().getLast().body());
    }

    private static Payload.Chat chat(boolean strict, Picture... pictures) {
        List<MessagePart> parts = new ArrayList<>(List.of(new Text("What is it?")));
        parts.addAll(List.of(pictures));
        return new Payload.Chat(
                List.of(ChatMessage.user(parts)),
                1,
                TextOptions.defaults().withExtras(new Extras(Map.of(), strict)));
    }

    /** The fake has no good answer: what counts is what it was asked. */
    private Problem ask(RemoteServer server, Map<String, String> settings, Payload chat) {
        Site site = new Site(fake.address(), http, Map::of, settings);
        try (Backend backend = server.open(site, "m")) {
            backend.answer(InferenceRequest.of(chat), ChunkListener.none());
        } catch (EngineException e) {
            return e.problem();
        }
        throw new AssertionError("no problem");
    }
}
