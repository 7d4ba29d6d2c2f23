package dev.modeldeck.engine.remote.openai;

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
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.util.List;
import java.util.Map;

/** Chats that go to OpenAI's responses, after {@code openapi.yaml}. */
class ResponsesTest extends RemoteServerContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.compatible();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("api", "responses");
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v1/models",
                "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"x\"}]}");
    }

    @Override
    protected String model() {
        return "m";
    }

    @Override
    protected String query() {
        return "POST /v1/responses";
    }

    @Override
    protected FakeServer.Answer answer() {
        return streamed("Hi ", "there");
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.usage()).isEqualTo(new Usage(3, 2));
    }

    @Override
    protected String streamType() {
        return "text/event-stream";
    }

    @Override
    protected String piece(String text) {
        return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"%s\",\"sequence_number\":1}\n\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"error\":null,\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}}}\n\n";
    }

    @Test
    void a_chat_is_said_in_its_words() {
        TextOptions options =
                new TextOptions(9, 0.5, 0.9, null, null, null, null, null, null, List.of(), 2)
                        .withForm(
                                new AnswerForm.Schema(
                                        "a", Json.object().put("type", "object"), true))
                        .withTruncation(new Truncation.OldestTurns())
                        .withExtras(
                                new Extras(
                                        Map.of(
                                                "reasoning_effort",
                                                StringNode.valueOf("low"),
                                                "user",
                                                StringNode.valueOf("u")),
                                        false));
        Tool now = new Tool(Json.parseObject("{\"name\":\"now\",\"parameters\":{}}"), false);
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(
                                ChatMessage.system("Be brief."),
                                ChatMessage.user("When?"),
                                ChatMessage.calling("", List.of(new ToolCall("c1", "now", "{}"))),
                                ChatMessage.tool("c1", "noon")),
                        1,
                        options,
                        new ToolUse(List.of(now), new ToolUse.Choice.Named("now"), false));
        fake.on(query(), answer());
        assertThat(asked(chat).notes().none()).isTrue();
        ObjectNode sent = Json.parseObject(fake.last(query()).body());
        assertThat(sent.path("input").toString())
                .isEqualTo(
                        "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"When?\"},"
                                + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"now\",\"arguments\":\"{}\"},"
                                + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"noon\"}]");
        assertThat(sent.path("tools").toString())
                .isEqualTo(
                        "[{\"type\":\"function\",\"name\":\"now\",\"parameters\":{},\"strict\":false}]");
        assertThat(sent.path("tool_choice").toString())
                .isEqualTo("{\"type\":\"function\",\"name\":\"now\"}");
        assertThat(sent.path("text").path("format").path("name").asString()).isEqualTo("a");
        assertThat(sent.path("reasoning").path("effort").asString()).isEqualTo("low");
        assertThat(sent.path("user").asString()).isEqualTo("u");
        assertThat(sent.path("max_output_tokens").asInt()).isEqualTo(9);
        assertThat(sent.path("truncation").asString()).isEqualTo("auto");
        assertThat(sent.path("store").asBoolean(true)).isFalse();
        assertThat(sent.path("include").path(0).asString())
                .isEqualTo("message.output_text.logprobs");
    }

    @Test
    void what_it_has_no_word_for_is_said() {
        fake.on(query(), answer());
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("Hi")), 2, OpenAiProtocolContract.DEMANDING);
        assertThat(asked(chat).notes().ignored())
                .containsExactlyInAnyOrder(
                        "n",
                        "top_k",
                        "min_p",
                        "repetition_penalty",
                        "presence_penalty",
                        "frequency_penalty",
                        "seed",
                        "stop");
    }

    @Test
    void functions_are_called_in_pieces() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        """
                                        data: {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"r"}}

                                        data: {"type":"response.reasoning_summary_text.delta","item_id":"r","output_index":0,"summary_index":0,"delta":"Hm"}

                                        data: {"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"f","call_id":"c1","name":"now","arguments":""}}

                                        data: {"type":"response.function_call_arguments.delta","item_id":"f","output_index":1,"delta":"{\\"a\\":"}

                                        data: {"type":"response.function_call_arguments.delta","item_id":"f","output_index":1,"delta":"1}"}

                                        data: {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"g","call_id":"c2","name":"then","arguments":""}}

                                        data: {"type":"response.function_call_arguments.delta","item_id":"g","output_index":2,"delta":"{}"}

                                        """
                                                + ending())));
        TextChoice choice = ((InferenceResult.Text) call(site())).choices().getFirst();
        assertThat(choice.calls())
                .containsExactly(
                        new ToolCall("c1", "now", "{\"a\":1}"), new ToolCall("c2", "then", "{}"));
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.thought()).isEqualTo("Hm");
    }

    @Test
    void an_answer_that_was_cut_by_its_limit_says_so() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        piece("Hal")
                                                + "data: {\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n")));
        TextChoice choice = ((InferenceResult.Text) call(site())).choices().getFirst();
        assertThat(choice.text()).isEqualTo("Hal");
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_response_that_failed_is_an_error_in_its_words() {
        for (String failure :
                List.of(
                        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"The model broke\"},\"output\":[]}}",
                        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"The model broke\",\"param\":null}")) {
            fake.on(
                    query(),
                    FakeServer.stream(
                            streamType(), pieces -> pieces.write("data: " + failure + "\n\n")));
            Problem problem = problem(() -> call(site()));
            assertThat(problem).isInstanceOf(Problem.Upstream.class);
            assertThat(problem.message()).isEqualTo("The model broke");
        }
    }

    @Test
    void an_answer_that_is_not_streamed_is_read_as_well() {
        fake.on(
                query(),
                """
                {"object":"response","status":"completed","error":null,"output":[
                  {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},
                  {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi",
                    "logprobs":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[]}]}]},
                  {"type":"function_call","call_id":"c","name":"now","arguments":"{}"}],
                 "usage":{"input_tokens":3,"output_tokens":2}}\
                """);
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text) call(site(), chunk -> heard.append(chunk.text()));
        assertThat(heard).hasToString("Hi");
        TextChoice choice = text.choices().getFirst();
        assertThat(choice.thought()).isEqualTo("Hm");
        assertThat(choice.logprobs()).hasSize(1);
        assertThat(choice.calls()).containsExactly(new ToolCall("c", "now", "{}"));
    }

    private InferenceResult.Text asked(Payload.Chat chat) {
        return (InferenceResult.Text) call(site(), InferenceRequest.of(chat), ChunkListener.none());
    }
}
