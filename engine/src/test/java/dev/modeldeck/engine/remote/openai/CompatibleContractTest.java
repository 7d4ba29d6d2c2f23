package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;

/** Any server of OpenAI's protocol. */
class CompatibleContractTest extends RemoteServerContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.compatible();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v1/models",
                """
                {"object": "list", "data": [
                  {"id": "gpt-x", "object": "model", "created": 1, "owned_by": "somebody"}]}\
                """);
    }

    @Override
    protected String model() {
        return "gpt-x";
    }

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
        assertThat(fake.last(query()).body()).contains("\"model\":\"gpt-x\"");
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
}
