package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ChatRequestTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void every_parameter_is_read() {
        TextOptions options =
                parse(
                                "{%s,\"model\":\"m\",\"max_tokens\":7,\"temperature\":0.5,\"top_p\":0.9,"
                                        + "\"top_k\":-1,\"min_p\":0.1,\"repetition_penalty\":1.1,"
                                        + "\"presence_penalty\":-2,\"frequency_penalty\":2,"
                                        + "\"seed\":-3,\"stop\":\"x\",\"logprobs\":true,"
                                        + "\"top_logprobs\":5}")
                        .payload()
                        .options();
        assertThat(options)
                .isEqualTo(
                        new TextOptions(7, 0.5, 0.9, 0, 0.1, 1.1, -2.0, 2.0, -3L, List.of("x"), 5));
    }

    @Test
    void a_request_survives_the_way_to_a_server() {
        ChatRequest request =
                parse(
                        "{%s,\"model\":\"m\",\"n\":2,\"max_completion_tokens\":7.0,\"stop\":[\"a\",\"b\"],"
                                + "\"logprobs\":true,\"stream\":true,\"stream_options\":{"
                                + "\"include_usage\":true}}");
        assertThat(ChatRequest.parse(request.json())).isEqualTo(request);
        assertThat(request.payload().choices()).isEqualTo(2);
        assertThat(request.streaming()).isEqualTo(new Streaming(true, true, false));
    }

    @Test
    void parts_of_text_are_joined_and_a_developer_is_a_system() {
        ChatRequest request =
                ChatRequest.parse(
                        Json.parseObject(
                                """
                                {"messages":[{"role":"developer","content":[
                                {"type":"text","text":"a"},{"type":"text","text":"b"}]}]}
                                """));
        assertThat(request.payload().messages()).containsExactly(ChatMessage.system("ab"));
        assertThat(request.model()).isEmpty();
    }

    @Test
    void half_a_character_becomes_the_replacement_character() {
        ChatRequest request =
                ChatRequest.parse(
                        Json.parseObject(
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\\ud800b\"}]}"));
        assertThat(request.payload().messages().getFirst().content()).isEqualTo("a\uFFFDb");
    }

    @Test
    void tools_calls_and_their_answers_survive_the_way_to_a_server() {
        ChatRequest request =
                ChatRequest.parse(
                        Json.parseObject(
                                """
                                {"model":"m","parallel_tool_calls":false,
                                "tool_choice":{"type":"function","function":{"name":"now"}},
                                "tools":[{"type":"function","function":{"name":"now","strict":true,
                                "parameters":{"type":"object","b":1,"a":2}}},
                                {"type":"function","function":{"name":"then","description":"d"}}],
                                "messages":[{"role":"user","content":"hi"},
                                {"role":"assistant","content":null,"tool_calls":[{"id":"c1",
                                "type":"function","function":{"name":"now","arguments":"{}"}}]},
                                {"role":"tool","tool_call_id":"c1","content":"12:00"}]}
                                """));
        ToolUse use = request.payload().tools();
        assertThat(use.tools()).extracting(Tool::name).containsExactly("now", "then");
        assertThat(use.tools()).extracting(Tool::strict).containsExactly(true, false);
        assertThat(use.callable()).extracting(Tool::name).containsExactly("now");
        assertThat(use.tools().getFirst().parameters().propertyNames())
                .containsExactly("type", "b", "a");
        assertThat(use.parallel()).isFalse();
        assertThat(request.payload().messages())
                .containsExactly(
                        ChatMessage.user("hi"),
                        ChatMessage.calling("", List.of(new ToolCall("c1", "now", "{}"))),
                        ChatMessage.tool("c1", "12:00"));
        assertThat(ChatRequest.parse(Json.parseObject(Json.write(request.json()))))
                .isEqualTo(request);
    }

    @Test
    void half_a_character_in_tools_and_calls_becomes_the_replacement_character() {
        ChatRequest request =
                ChatRequest.parse(
                        Json.parseObject(
                                """
                                {"tools":[{"type":"function","function":{"name":"now",
                                "description":"a\\ud800b"}}],
                                "messages":[{"role":"assistant","tool_calls":[{"id":"c\\udc00",
                                "function":{"name":"now","arguments":"{\\"x\\ud83d\\":1}"}}]}]}
                                """));
        assertThat(request.payload().tools().tools().getFirst().function().path("description"))
                .hasToString("\"a\uFFFDb\"");
        assertThat(request.payload().messages().getFirst().calls())
                .containsExactly(new ToolCall("c\uFFFD", "now", "{\"x\uFFFD\":1}"));
    }

    @Test
    void what_asks_for_nothing_is_nothing() {
        assertThat(
                        parse(
                                        "{%s,\"tools\":[],\"response_format\":{\"type\":\"text\"},"
                                                + "\"tool_choice\":\"none\",\"temperature\":null,"
                                                + "\"logit_bias\":null}")
                                .payload()
                                .options())
                .isEqualTo(TextOptions.defaults());
    }

    @Test
    void what_has_no_name_here_is_kept_for_a_server_that_knows_it() {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                        + "\"stream\":true,\"user\":\"u\",\"logit_bias\":{\"5\":-100},"
                        + "\"modeldeck\":{\"strict\":true}}";
        ChatRequest request = ChatRequest.parse(Json.parseObject(body));
        Extras extras = request.payload().options().extras();
        assertThat(extras.parameters()).containsOnlyKeys("user", "logit_bias");
        assertThat(extras.strict()).isTrue();
        assertThat(request.json().path("logit_bias")).hasToString("{\"5\":-100}");
        assertThat(request.json().has("modeldeck")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    temperature         | 3
                    temperature         | "warm"
                    top_p               | 1.5
                    max_tokens          | 0
                    max_tokens          | 1.5
                    max_tokens          | "5"
                    max_tokens          | 1e999
                    seed                | 1e99999999
                    n                   | 0
                    n                   | 99999999999
                    seed                | 1e30
                    stop                | [1]
                    stop                | ""
                    stream              | "yes"
                    stream_options      | {"include_usage":true}
                    top_logprobs        | 3
                    presence_penalty    | 2.1
                    repetition_penalty  | 0
                    tools               | {"type":"function"}
                    tools[0]            | [{"type":"function"}]
                    tools[0]            | [{"type":"web_search"}]
                    tools[0].function.name | [{"type":"function","function":{"name":"a b"}}]
                    tools               | [{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"a"}}]
                    parameters          | [{"type":"function","function":{"name":"a","parameters":[]}}]
                    tool_choice         | "required"
                    tool_choice         | "maybe"
                    tool_choice         | {"type":"function","function":{"name":"a"}}
                    parallel_tool_calls | 1
                    functions           | [{"name":"a"}]
                    function_call       | {"name":"a"}
                    truncation          | "always"
                    truncate_prompt_tokens | 0
                    response_format     | {"type":"xml"}
                    messages            | []
                    messages            | "hi"
                    messages[0].role    | [{"role":"robot","content":"x"}]
                    messages[0].tool_call_id | [{"role":"tool","content":"x"}]
                    messages[0].tool_calls | [{"role":"user","content":"x","tool_calls":[{"id":"a","function":{"name":"a"}}]}]
                    messages[0].tool_calls | [{"role":"assistant","tool_calls":[{"id":"a"}]}]
                    messages[0].content | [{"role":"user"}]
                    messages[0].content[0].image_url | [{"role":"user","content":[{"type":"image_url"}]}]
                    """)
    void a_wrong_or_unsupported_parameter_is_named(String param, String value) {
        String key = param.equals("parameters") ? "tools" : param.replaceAll("\\[.*", "");
        String body =
                key.equals("messages")
                        ? "{\"messages\":" + value + "}"
                        : "{" + HI + ",\"" + key + "\":" + value + "}";
        EngineException e =
                catchThrowableOfType(
                        EngineException.class, () -> ChatRequest.parse(Json.parseObject(body)));
        assertThat(e.problem())
                .isInstanceOfSatisfying(
                        Problem.Invalid.class, p -> assertThat(p.field()).isEqualTo(param));
        assertThat(e.problem().message()).doesNotContain("tools.jackson", "Node");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":
                    [1]
                    {"a":NaN}
                    {"a":1} x
                    `  `
                    """)
    void what_is_no_json_object_is_refused(String body) {
        EngineException e =
                catchThrowableOfType(EngineException.class, () -> Json.parseObject(body));
        assertThat(e.problem().status()).isEqualTo(400);
    }

    @Test
    void deep_nesting_is_refused() {
        String body = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        EngineException e =
                catchThrowableOfType(EngineException.class, () -> Json.parseObject(body));
        assertThat(e.problem().status()).isEqualTo(400);
    }

    private static ChatRequest parse(String body) {
        return ChatRequest.parse(Json.parseObject(body.replace("%s", HI)));
    }
}
