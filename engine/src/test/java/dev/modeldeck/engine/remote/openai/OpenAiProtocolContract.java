package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What all that speak OpenAI's protocol share, and what the tests of each need. */
abstract class OpenAiProtocolContract extends RemoteServerContract {

    /** Everything that can be asked beyond the messages. */
    static final TextOptions DEMANDING =
            new TextOptions(9, 0.5, 0.9, 40, 0.05, 1.1, 0.2, 0.3, 7L, List.of("END"), 2);

    @Override
    protected String query() {
        return "POST /v1/chat/completions";
    }

    @Override
    protected FakeServer.Answer answer() {
        return streamed("Hi ", "there");
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.usage().promptTokens()).isEqualTo(3);
        assertThat(sent().path("model").asString()).isEqualTo(model());
    }

    @Override
    protected String streamType() {
        return "text/event-stream";
    }

    @Override
    protected String piece(String text) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return """
        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

        data: [DONE]

        """;
    }

    /** The body of the last question. */
    ObjectNode sent() {
        return Json.parseObject(fake.last(query()).body());
    }

    /** Is answered well with these options; what was ignored of them comes back. */
    List<String> ignored(TextOptions options) {
        fake.on(query(), answer());
        return asked(options).notes().ignored();
    }

    /** Asks with these options. */
    InferenceResult.Text asked(TextOptions options) {
        InferenceRequest request =
                InferenceRequest.of(
                        new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, options));
        return (InferenceResult.Text) call(site(), request, ChunkListener.none());
    }
}
