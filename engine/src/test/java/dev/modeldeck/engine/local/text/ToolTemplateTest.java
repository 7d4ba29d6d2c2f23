package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hubspot.jinjava.Jinjava;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Templates of our own that use what those of well-known families use, in their marks. What they
 * should give was written by Jinja 3.1.6 with the settings and the filter that Hugging Face
 * Transformers gives it.
 */
class ToolTemplateTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Tool CLOCK = new Tool(JSON.createObjectNode().put("name", "clock"), false);

    @ParameterizedTest
    @ValueSource(strings = {"hermes", "llama", "mistral", "mistral-named", "phi"})
    void tools_and_calls_are_rendered_as_jinja_renders_them(String family) throws IOException {
        JsonNode conversation = JSON.readTree(resource("conversation.json"));
        assertThat(template(family).render(messages(conversation), tools(conversation)))
                .isEqualTo(resource(family + ".txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "hermes, HermesCalls",
        "llama, LlamaCalls",
        "mistral, MistralCalls",
        "mistral-named, NamedMistralCalls",
        "phi, PhiCalls"
    })
    void a_family_is_known_by_its_template(String family, String syntax) throws IOException {
        assertThat(template(family).calls().orElseThrow().getClass().getSimpleName())
                .isEqualTo(syntax);
    }

    @Test
    void a_template_that_leaves_out_tools_or_calls_says_so() {
        List<ChatMessage> asked = List.of(ChatMessage.user("Hi"));
        ToolCall call = new ToolCall("abcdefghi", "clock", "{}");
        List<ChatMessage> called =
                List.of(asked.getFirst(), ChatMessage.calling("", List.of(call)));
        for (String source :
                List.of(
                        "{% for m in messages %}{{ m.content }}{% endfor %}",
                        "{% set tools = none %}{{ messages[0].content }}{# tools #}")) {
            ChatTemplate plain = template(source, source);
            assertThat(plain.calls()).isEmpty();
            assertThat(plain.render(asked)).isEqualTo("Hi");
            assertThatThrownBy(() -> plain.render(asked, List.of(CLOCK)))
                    .hasMessageContaining("no place for tools");
            assertThatThrownBy(() -> plain.render(called))
                    .hasMessageContaining("no place for tools");
        }
    }

    @Test
    void a_template_for_tools_is_used_where_there_are_some() throws IOException {
        ChatTemplate two = template("{{ messages[0].content }}", resource("hermes.jinja"));
        List<ChatMessage> asked = List.of(ChatMessage.user("Hi"));
        assertThat(two.render(asked)).isEqualTo("Hi");
        assertThat(two.render(asked, List.of(CLOCK))).contains("<tools>", "clock", "Hi");
        assertThat(two.calls()).isPresent();
    }

    @Test
    void phi_is_told_of_tools_where_nobody_wrote_a_system_message() throws IOException {
        assertThat(template("phi").render(List.of(ChatMessage.user("Hi")), List.of(CLOCK)))
                .isEqualTo(
                        "<|system|><|tool|>[{\"type\": \"function\", \"function\": {\"name\":"
                                + " \"clock\"}}]<|/tool|><|end|><|user|>Hi<|end|><|assistant|>");
    }

    @Test
    void a_template_refuses_calls_in_its_own_words() throws IOException {
        ToolCall call = new ToolCall("abcdefghi", "clock", "{}");
        List<ChatMessage> two =
                List.of(ChatMessage.user("Hi"), ChatMessage.calling("", List.of(call, call)));
        ChatTemplate llama = template("llama");
        assertThatThrownBy(() -> llama.render(two, List.of()))
                .hasMessageEndingWith("One call at a time, please.");
    }

    @Test
    void json_is_written_as_python_writes_it() {
        Object value =
                JSON.readValue(
                        "{\"b\":[],\"a\":{\"x\":1.0,\"y\":1e100,\"z\":-1.5e-7,\"w\":12345678901234567890,"
                                + "\"v\":0.0001,\"u\":1e16,\"t\":-0.0,\"é\":\"\\u0001\\u007f/\\\\\"}}",
                        Object.class);
        assertThat(rendered("{{ x | tojson }}", value))
                .isEqualTo(
                        "{\"b\": [], \"a\": {\"x\": 1.0, \"y\": 1e+100, \"z\": -1.5e-07, \"w\":"
                                + " 12345678901234567890, \"v\": 0.0001, \"u\": 1e+16, \"t\": -0.0,"
                                + " \"é\": \"\\u0001\u007f/\\\\\"}}");
        assertThat(rendered("{{ {'b': [1, none], 'a': true} | tojson(indent=2) }}", value))
                .isEqualTo("{\n  \"b\": [\n    1,\n    null\n  ],\n  \"a\": true\n}");
        assertThat(
                        rendered(
                                "{{ {'b': 1, 'a': '<&>'} | tojson(sort_keys=true, separators=(',',"
                                        + " ':')) }}",
                                value))
                .isEqualTo("{\"a\":\"<&>\",\"b\":1}");
    }

    private static String rendered(String template, Object x) {
        Jinjava jinja = new Jinjava();
        jinja.getGlobalContext().registerFilter(new PythonJson());
        return jinja.render(template, Map.of("x", x));
    }

    static ChatTemplate template(String family) throws IOException {
        return template(resource(family + ".jinja"), resource(family + ".jinja"));
    }

    private static ChatTemplate template(String source, String toolSource) {
        return new ChatTemplate(
                source, toolSource, Map.of("bos_token", "<s>", "eos_token", "</s>"));
    }

    static List<Tool> tools(JsonNode conversation) {
        return conversation
                .path("tools")
                .valueStream()
                .map(tool -> new Tool((ObjectNode) tool.path("function"), false))
                .toList();
    }

    static List<ChatMessage> messages(JsonNode conversation) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : conversation.path("messages")) {
            List<ToolCall> calls =
                    message.path("tool_calls")
                            .valueStream()
                            .map(call ->
                                    new ToolCall(
                                            call.path("id").asString(),
                                            call.at("/function/name").asString(),
                                            call.at("/function/arguments").asString()))
                            .toList();
            messages.add(
                    new ChatMessage(
                            message.path("role").asString(),
                            message.path("content").asString(),
                            calls,
                            message.path("tool_call_id").asString("")));
        }
        return messages;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = ToolTemplateTest.class.getResourceAsStream("templates/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
