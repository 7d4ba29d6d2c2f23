package dev.modeldeck.engine.remote.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Anthropic's Messages, after its API reference. */
class AnthropicContractTest extends RemoteServerContract {

    private static final TextOptions DEMANDING =
            new TextOptions(9, 0.5, 0.9, 40, 0.05, 1.1, 0.2, 0.3, 7L, List.of("END"), 2);

    @Override
    protected RemoteServer server() {
        return new AnthropicServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v1/models",
                (exchange, body) ->
                        (exchange.getRequestHeaders().containsKey("anthropic-version")
                                        ? FakeServer.json(
                                                200,
                                                """
                                                {"data": [{"type": "model", "id": "claude-sonnet-4-5",
                                                  "display_name": "Claude Sonnet 4.5", "created_at": "2025-09-29T00:00:00Z"}],
                                                 "has_more": false, "first_id": "a", "last_id": "a"}\
                                                """)
                                        : FakeServer.json(
                                                400,
                                                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"anthropic-version: header is required\"}}"))
                                .to(exchange, body));
    }

    @Override
    protected String model() {
        return "claude-sonnet-4-5";
    }

    @Override
    protected String query() {
        return "POST /v1/messages";
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.stream(
                streamType(),
                pieces ->
                        pieces.write(
                                """
                                event: message_start
                                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":1}}}

                                event: content_block_start
                                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                                event: ping
                                data: {"type":"ping"}

                                """
                                        + piece("Hi ")
                                        + piece("there")
                                        + ending()));
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(text.usage()).isEqualTo(new Usage(30, 15));
        assertThat(fake.last(query()).header("anthropic-version")).isEqualTo("2023-06-01");
    }

    @Override
    protected String streamType() {
        return "text/event-stream";
    }

    @Override
    protected String piece(String text) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}\n\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}

        """;
    }

    @Test
    void its_own_address_is_enough_to_know_it() {
        assertThat(server().recognise(site().elsewhere(URI.create("https://api.anthropic.com"))))
                .isPresent();
    }

    @Test
    void a_chat_is_said_in_its_words() {
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(
                                ChatMessage.system("Be brief."),
                                ChatMessage.user("When?"),
                                ChatMessage.calling(
                                        "I look.",
                                        List.of(new ToolCall("c1", "now", "{\"zone\":\"CET\"}"))),
                                ChatMessage.tool("c1", "noon"),
                                ChatMessage.user("Sure?"),
                                ChatMessage.system("Be kind.")),
                        1,
                        new TextOptions(
                                9,
                                0.5,
                                0.9,
                                40,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of("END"),
                                null),
                        new ToolUse(
                                List.of(
                                        new Tool(
                                                Json.parseObject(
                                                        "{\"name\":\"now\",\"description\":\"The time\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}"),
                                                false)),
                                new ToolUse.Choice.Required(),
                                false));
        fake.on(query(), answer());
        assertThat(asked(chat).notes().none()).isTrue();
        assertThat(sent().toString())
                .isEqualTo(
                        "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"system\":\"Be brief.\\n\\nBe kind.\",\"messages\":["
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"When?\"}]},"
                                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look.\"},{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"now\",\"input\":{\"zone\":\"CET\"}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\",\"content\":\"noon\"},{\"type\":\"text\",\"text\":\"Sure?\"}]}],"
                                + "\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,\"stop_sequences\":[\"END\"],"
                                + "\"tools\":[{\"name\":\"now\",\"description\":\"The time\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}],"
                                + "\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true},\"stream\":true}");
    }

    @Test
    void what_it_has_no_word_for_and_what_it_assumes_is_said() {
        TextOptions options =
                DEMANDING
                        .withMaxTokens(null)
                        .withForm(new AnswerForm.AnyObject())
                        .withExtras(
                                new Extras(
                                        Map.of(
                                                "logit_bias",
                                                Json.object().put("1", 2),
                                                "metadata",
                                                Json.object().put("user_id", "u")),
                                        false));
        fake.on(query(), answer());
        ChatMessage named =
                new ChatMessage(
                        "user",
                        ChatMessage.user("Hi").parts(),
                        List.of(),
                        "",
                        Map.of("name", StringNode.valueOf("a")));
        InferenceResult.Text text = asked(new Payload.Chat(List.of(named), 2, options));
        assertThat(text.notes().ignored())
                .containsExactlyInAnyOrder(
                        "n",
                        "min_p",
                        "repetition_penalty",
                        "presence_penalty",
                        "frequency_penalty",
                        "seed",
                        "logprobs",
                        "response_format",
                        "logit_bias",
                        "messages.name");
        assertThat(text.notes().assumed()).containsExactly("max_tokens=4096");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(4096);
        assertThat(sent().path("metadata").path("user_id").asString()).isEqualTo("u");
        assertThat(sent().has("logit_bias")).isFalse();
    }

    @Test
    void tools_are_called_in_pieces_and_thoughts_are_told_apart() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        """
                                        data: {"type":"message_start","message":{"usage":{"input_tokens":4,"output_tokens":1}}}

                                        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

                                        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

                                        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}

                                        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"now","input":{}}}

                                        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

                                        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"zone\\":"}}

                                        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"UTC\\"}"}}

                                        data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","name":"then","input":{}}}

                                        data: {"type":"something_new"}

                                        """
                                                + ending().replace("end_turn", "tool_use"))));
        List<CallPiece> pieces = new ArrayList<>();
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text)
                        call(
                                site(),
                                chunk -> {
                                    heard.append(chunk.text());
                                    if (chunk.call() != null) {
                                        pieces.add(chunk.call());
                                    }
                                });
        TextChoice choice = text.choices().getFirst();
        assertThat(choice.thought()).isEqualTo("Hm");
        assertThat(heard).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.calls())
                .containsExactly(
                        new ToolCall("t1", "now", "{\"zone\":\"UTC\"}"),
                        new ToolCall("t2", "then", "{}"));
        assertThat(ToolCall.joined(pieces).getFirst()).isEqualTo(choice.calls().getFirst());
    }

    @Test
    void an_answer_that_is_not_streamed_is_read_as_well() {
        fake.on(
                query(),
                """
                {"type":"message","role":"assistant","content":[{"type":"text","text":"Hi"},
                  {"type":"tool_use","id":"t","name":"now","input":{"a":1}}],
                 "stop_reason":"max_tokens","usage":{"input_tokens":1,"output_tokens":2}}\
                """);
        InferenceResult.Text text = (InferenceResult.Text) call(site());
        assertThat(text.choices().getFirst())
                .isEqualTo(
                        new TextChoice(
                                0,
                                "Hi",
                                FinishReason.LENGTH,
                                null,
                                List.of(new ToolCall("t", "now", "{\"a\":1}"))));
        assertThat(text.usage()).isEqualTo(new Usage(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, Overloaded",
        "rate_limit_error, Overloaded",
        "api_error, Upstream",
        "invalid_request_error, Invalid",
        "not_found_error, NotFound"
    })
    void an_error_in_the_middle_of_a_stream_is_one(String type, String kind) {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        piece("Hal")
                                                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"too much\"}}\n\n"
                                                        .formatted(type))));
        Problem problem = problem(() -> call(site()));
        assertThat(problem.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(problem.message()).contains("too much");
    }

    @Test
    void a_server_with_too_much_to_do_is_to_be_asked_again() {
        fake.on(
                query(),
                FakeServer.json(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
        assertThat(problem(() -> call(site()))).isInstanceOf(Problem.Overloaded.class);
    }

    @Test
    void it_chats_and_no_more() {
        Payload completion =
                new Payload.Completion(
                        List.of(new Prompt.Text("a")), 1, false, TextOptions.defaults());
        assertThat(problem(() -> call(site(), InferenceRequest.of(completion), chunk -> {})))
                .isInstanceOf(Problem.Unsupported.class);
        Payload silent =
                new Payload.Chat(List.of(ChatMessage.system("alone")), 1, TextOptions.defaults());
        assertThat(problem(() -> call(site(), InferenceRequest.of(silent), chunk -> {})))
                .isInstanceOf(Problem.Invalid.class);
    }

    private InferenceResult.Text asked(Payload.Chat chat) {
        return (InferenceResult.Text) call(site(), InferenceRequest.of(chat), ChunkListener.none());
    }

    private ObjectNode sent() {
        return Json.parseObject(fake.last(query()).body());
    }
}
