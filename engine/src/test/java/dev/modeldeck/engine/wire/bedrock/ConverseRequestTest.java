package dev.modeldeck.engine.wire.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.ToolUse.Choice;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** What Converse is asked, after its API reference. */
class ConverseRequestTest {

    private static final TextOptions DEMANDING =
            new TextOptions(9, 0.5, 0.9, 40, 0.05, 1.1, 0.2, 0.3, 7L, List.of("END"), 2);

    private static final List<Tool> NOW =
            List.of(
                    new Tool(
                            Json.parseObject(
                                    "{\"name\":\"now\",\"description\":\"The time\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}"),
                            true));

    private static final List<ChatMessage> HELLO = List.of(ChatMessage.user("Hello"));

    private static final List<ChatMessage> TALK =
            List.of(
                    ChatMessage.system("Be brief."),
                    ChatMessage.user("When?"),
                    ChatMessage.calling(
                            "", List.of(new ToolCall("c1", "now", "{\"zone\":\"CET\"}"))),
                    ChatMessage.tool("c1", "noon"),
                    ChatMessage.user("Sure?"));

    @Test
    void a_chat_is_said_in_its_words() {
        TextOptions options =
                new TextOptions(
                                9,
                                0.5,
                                0.9,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of("END"),
                                null)
                        .withForm(
                                new AnswerForm.Schema(
                                        "it", Json.object().put("type", "object"), true));
        ConverseRequest request = asked(TALK, options, new Choice.Required());
        assertThat(request.ignored()).isEmpty();
        assertThat(request.json())
                .hasToString(
                        "{\"messages\":["
                                + "{\"role\":\"user\",\"content\":[{\"text\":\"When?\"}]},"
                                + "{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"c1\",\"name\":\"now\",\"input\":{\"zone\":\"CET\"}}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"c1\",\"content\":[{\"text\":\"noon\"}]}},{\"text\":\"Sure?\"}]}],"
                                + "\"system\":[{\"text\":\"Be brief.\"}],"
                                + "\"inferenceConfig\":{\"maxTokens\":9,\"temperature\":0.5,\"topP\":0.9,\"stopSequences\":[\"END\"]},"
                                + "\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"now\",\"description\":\"The time\",\"inputSchema\":{\"json\":{\"type\":\"object\",\"properties\":{}}},\"strict\":true}}],"
                                + "\"toolChoice\":{\"any\":{}}},"
                                + "\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{\"schema\":\"{\\\"type\\\":\\\"object\\\"}\",\"name\":\"it\"}}}}}");
    }

    @Test
    void a_picture_is_shown_itself_and_never_fetched() {
        MessagePart.Source here = new MessagePart.Source.Enclosed("image/png", "AAEC");
        ConverseRequest request = asked(shown(here), TextOptions.defaults(), new Choice.Never());
        assertThat(request.json().path("messages").path(0).path("content"))
                .hasToString(
                        "[{\"text\":\"What?\"},{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"AAEC\"}}}]");
        MessagePart.Source far = new MessagePart.Source.Address("https://host/cat.png");
        ConverseRequest fetching = asked(shown(far), TextOptions.defaults(), new Choice.Never());
        assertThatThrownBy(fetching::json)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("https://host/cat.png");
    }

    @Test
    void tools_that_are_not_to_be_called_are_left_out_where_nothing_speaks_of_them() {
        ConverseRequest bare = asked(HELLO, TextOptions.defaults(), new Choice.Never());
        assertThat(bare.ignored()).isEmpty();
        assertThat(bare.json().has("toolConfig")).isFalse();
        ConverseRequest called = asked(TALK, TextOptions.defaults(), new Choice.Never());
        assertThat(called.ignored()).containsExactly("tool_choice");
        assertThat(called.json().path("toolConfig").path("tools").size()).isEqualTo(1);
    }

    @Test
    void what_it_has_no_word_for_is_told_and_what_only_it_has_is_passed_on() {
        ObjectNode fields = Json.object().put("top_k", 5);
        TextOptions options =
                DEMANDING
                        .withForm(new AnswerForm.AnyObject())
                        .withExtras(
                                new Extras(
                                        Map.of(
                                                "logit_bias",
                                                Json.object().put("1", 2),
                                                "additionalModelRequestFields",
                                                fields),
                                        false));
        ConverseRequest request =
                new ConverseRequest(
                        new Payload.Chat(
                                HELLO,
                                2,
                                options,
                                new ToolUse(NOW, new Choice.Named("now"), false)));
        assertThat(request.ignored())
                .containsExactlyInAnyOrder(
                        "n",
                        "top_k",
                        "min_p",
                        "repetition_penalty",
                        "presence_penalty",
                        "frequency_penalty",
                        "seed",
                        "logprobs",
                        "response_format",
                        "parallel_tool_calls",
                        "logit_bias");
        ObjectNode json = request.json();
        assertThat(json.path("additionalModelRequestFields")).isEqualTo(fields);
        assertThat(json.has("logit_bias")).isFalse();
        assertThat(json.path("toolConfig").path("toolChoice"))
                .hasToString("{\"tool\":{\"name\":\"now\"}}");
    }

    private static List<ChatMessage> shown(MessagePart.Source source) {
        return List.of(
                ChatMessage.user(
                        List.of(new MessagePart.Text("What?"), new MessagePart.Picture(source))));
    }

    private static ConverseRequest asked(
            List<ChatMessage> messages, TextOptions options, Choice choice) {
        return new ConverseRequest(
                new Payload.Chat(messages, 1, options, new ToolUse(NOW, choice, true)));
    }
}
