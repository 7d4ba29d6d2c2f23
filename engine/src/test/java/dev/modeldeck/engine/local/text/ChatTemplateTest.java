package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.kernel.EngineException;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.StringNode;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/** Templates written in the style of those that come with well-known models. */
class ChatTemplateTest {

    private static final ChatMessage SYSTEM = ChatMessage.system("Be kind.");
    private static final ChatMessage USER = ChatMessage.user("Hi <b> \"you\" {{x}}{% if %}");
    private static final ChatMessage ASSISTANT = ChatMessage.assistant(" Hello ");
    private static final ChatMessage AGAIN = ChatMessage.user("Bye");

    @Test
    void chatml_wraps_each_message_and_leaves_braces_of_the_user_alone() {
        String template =
                """
                {% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
                """;
        assertThat(render(template, USER, ASSISTANT, AGAIN))
                .isEqualTo(
                        """
                        <|im_start|>user
                        Hi <b> "you" {{x}}{% if %}<|im_end|>
                        <|im_start|>assistant
                         Hello <|im_end|>
                        <|im_start|>user
                        Bye<|im_end|>
                        <|im_start|>assistant
                        """);
    }

    @Test
    void zephyr_keeps_the_line_ends_that_are_no_blocks() {
        String template =
                """
                {% for message in messages %}
                {% if message['role'] == 'user' %}
                {{ '<|user|>
                ' + message['content'] + eos_token }}
                {% elif message['role'] == 'system' %}
                {{ '<|system|>
                ' + message['content'] + eos_token }}
                {% elif message['role'] == 'assistant' %}
                {{ '<|assistant|>
                '  + message['content'] + eos_token }}
                {% endif %}
                {% if loop.last and add_generation_prompt %}
                {{ '<|assistant|>' }}
                {% endif %}
                {% endfor %}
                """;
        assertThat(render(template, SYSTEM, AGAIN))
                .isEqualTo("<|system|>\nBe kind.</s>\n<|user|>\nBye</s>\n<|assistant|>\n");
    }

    @Test
    void llama_3_trims_contents_and_begins_once() {
        String template =
                "{% set loop_messages = messages %}{% for message in loop_messages %}"
                        + "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'"
                        + " + message['content'] | trim + '<|eot_id|>' %}"
                        + "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}"
                        + "{{ content }}{% endfor %}"
                        + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";
        assertThat(render(template, AGAIN, ASSISTANT))
                .isEqualTo(
                        "<s><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    @Test
    void llama_3_1_takes_the_system_message_out_and_says_the_date() {
        String template =
                """
                {{- bos_token }}
                {%- if not tools is defined %}
                    {%- set tools = none %}
                {%- endif %}
                {%- if not date_string is defined %}
                    {%- if strftime_now is defined %}
                        {%- set date_string = strftime_now("%Y") %}
                    {%- else %}
                        {%- set date_string = "26 Jul 2024" %}
                    {%- endif %}
                {%- endif %}
                {%- if messages[0]['role'] == 'system' %}
                    {%- set system_message = messages[0]['content']|trim %}
                    {%- set messages = messages[1:] %}
                {%- else %}
                    {%- set system_message = "" %}
                {%- endif %}
                {{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
                {%- if builtin_tools is defined or tools is not none %}
                    {{- "Environment: ipython\\n" }}
                {%- endif %}
                {{- "Today Date: " + date_string + "\\n\\n" }}
                {{- system_message }}
                {{- "<|eot_id|>" }}
                {%- for message in messages %}
                    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
                        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
                    {%- elif 'tool_calls' in message %}
                        {%- if not message.tool_calls|length == 1 %}
                            {{- raise_exception("One call at a time!") }}
                        {%- endif %}
                    {%- endif %}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
                {%- endif %}
                """;
        String year = TemplateFunctions.strftime_now("%Y");
        assertThat(render(template, SYSTEM, AGAIN))
                .isEqualTo(
                        "<s><|start_header_id|>system<|end_header_id|>\n\nToday Date: "
                                + year
                                + "\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    @Test
    void qwen_adds_its_own_system_message_where_none_is() {
        String template =
                """
                {%- if tools %}
                    {%- for tool in tools %}
                        {{- "\\n" }}
                        {{- tool | tojson }}
                    {%- endfor %}
                {%- else %}
                    {%- if messages[0]['role'] == 'system' %}
                        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
                    {%- else %}
                        {{- '<|im_start|>system\\nYou help.<|im_end|>\\n' }}
                    {%- endif %}
                {%- endif %}
                {%- for message in messages %}
                    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
                        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
                    {%- elif message.role == "assistant" %}
                        {{- '<|im_start|>' + message.role }}
                    {%- endif %}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<|im_start|>assistant\\n' }}
                {%- endif %}
                """;
        String end = "<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n";
        assertThat(render(template, AGAIN))
                .isEqualTo("<|im_start|>system\nYou help.<|im_end|>\n" + end);
        assertThat(render(template, SYSTEM, AGAIN))
                .isEqualTo("<|im_start|>system\nBe kind.<|im_end|>\n" + end);
    }

    @Test
    void mistral_counts_turns_in_a_namespace_and_refuses_in_its_own_words() {
        String template =
                """
                {%- if messages[0]["role"] == "system" %}
                    {%- set system_message = messages[0]["content"] %}
                    {%- set loop_messages = messages[1:] %}
                {%- else %}
                    {%- set loop_messages = messages %}
                {%- endif %}
                {%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
                {%- set ns = namespace() %}
                {%- set ns.index = 0 %}
                {%- for message in loop_messages %}
                    {%- if not (message.role == "tool" or (message.tool_calls is defined and message.tool_calls is not none)) %}
                        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
                            {{- raise_exception("Roles must alternate.") }}
                        {%- endif %}
                        {%- set ns.index = ns.index + 1 %}
                    {%- endif %}
                {%- endfor %}
                {{- bos_token }}
                {%- for message in loop_messages %}
                    {%- if message["role"] == "user" %}
                        {%- if loop.last and system_message is defined %}
                            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
                        {%- else %}
                            {{- "[INST] " + message["content"] + "[/INST]" }}
                        {%- endif %}
                    {%- elif message["role"] == "assistant" %}
                        {{- " " + message["content"]|trim + eos_token}}
                    {%- endif %}
                {%- endfor %}
                """;
        assertThat(render(template, SYSTEM, ChatMessage.user("Hi"), ASSISTANT, AGAIN))
                .isEqualTo("<s>[INST] Hi[/INST] Hello</s>[INST] Be kind.\n\nBye[/INST]");
        assertThatThrownBy(() -> render(template, AGAIN, AGAIN))
                .isInstanceOf(EngineException.class)
                .hasMessageEndingWith(": Roles must alternate.");
    }

    @Test
    void gemma_calls_the_assistant_model_and_puts_the_system_before_the_first_question() {
        String template =
                """
                {{ bos_token }}
                {%- if messages[0]['role'] == 'system' -%}
                    {%- set opening = (messages[0]['content'] if messages[0]['content'] is string else messages[0]['content'][0]['text']) + '\n\n' -%}
                    {%- set turns = messages[1:] -%}
                {%- else -%}
                    {%- set opening = "" -%}
                    {%- set turns = messages -%}
                {%- endif -%}
                {%- for turn in turns -%}
                    {%- if (turn['role'] == 'user') != (loop.index0 % 2 == 0) -%}
                        {{ raise_exception("Turns must alternate") }}
                    {%- endif -%}
                    {%- set role = 'model' if (turn['role'] == 'assistant') else turn['role'] -%}
                    {{ '<start_of_turn>' + role + '\n' + (opening if loop.first else "") }}
                    {%- if turn['content'] is string -%}
                        {{ turn['content'] | trim }}
                    {%- elif turn['content'] is iterable -%}
                        {%- for part in turn['content'] -%}{{ part['text'] | trim }}{%- endfor -%}
                    {%- endif -%}
                    {{ '<end_of_turn>\n' }}
                {%- endfor -%}
                {%- if add_generation_prompt -%}{{ '<start_of_turn>model\n' }}{%- endif -%}
                """;
        assertThat(render(template, SYSTEM, ChatMessage.user("Hi"), ASSISTANT, AGAIN))
                .isEqualTo(
                        """
                        <s><start_of_turn>user
                        Be kind.

                        Hi<end_of_turn>
                        <start_of_turn>model
                        Hello<end_of_turn>
                        <start_of_turn>user
                        Bye<end_of_turn>
                        <start_of_turn>model
                        """);
        assertThatThrownBy(() -> render(template, AGAIN, AGAIN))
                .hasMessageEndingWith(": Turns must alternate");
    }

    @Test
    void python_methods_of_strings_and_dictionaries_work() {
        String template =
                "{% set m = messages[0] %}{{ m.content.strip() }}|{{ m.content.split('l')[-1] }}|"
                        + "{{ m.content.startswith(' H') }}|{{ m.content.endswith('x') }}|{{ m.content.lstrip() }}|"
                        + "{{ m.content.rstrip('o ') }}|{{ m.role.upper() }}|{{ m.get('name', 'nobody') }}|"
                        + "{{ m.content.replace('l', 'L') }}|{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}";
        assertThat(render(template, ASSISTANT))
                .isEqualTo("Hello|o |true|false|Hello | Hell|ASSISTANT|nobody| HeLLo |a=1");
    }

    @Test
    void macros_slices_tests_and_filters_work() {
        String template =
                "{%- macro name(m) -%}<{{ m.role }}>{%- endmacro -%}"
                        + "{% for m in messages[::-1] %}{{ name(m) }}{% endfor %}"
                        + "{{ messages | length }}{{ messages[-1].role }}{{ messages[0].content is string }}"
                        + "{{ 'a' if messages[0].role == 'user' else 'b' }}{{ messages[0].content | tojson }}"
                        + "{% generation %}g{% endgeneration %}{{ 'x' ~ 3 }}";
        assertThat(render(template, AGAIN, ASSISTANT))
                .isEqualTo("<assistant><user>2assistanttruea\"Bye\"gx3");
    }

    @Test
    void dates_are_written_as_python_writes_them() {
        LocalDateTime time = LocalDateTime.of(2026, 3, 4, 15, 6, 7);
        assertThat(TemplateFunctions.strftime(time, "%d %b %Y, %H:%M:%S %p 100%% %A"))
                .isEqualTo("04 Mar 2026, 15:06:07 PM 100% Wednesday");
    }

    @Test
    void a_template_sees_what_else_a_message_says() {
        ChatMessage thought =
                new ChatMessage(
                        "assistant",
                        List.of(new MessagePart.Text("Yes")),
                        List.of(),
                        "",
                        Map.of("reasoning_content", StringNode.valueOf("Hm")));
        assertThat(
                        render(
                                "{% for m in messages %}<think>{{ m.reasoning_content }}</think>{{ m.content }}{% endfor %}",
                                thought))
                .isEqualTo("<think>Hm</think>Yes");
    }

    private static String render(String template, ChatMessage... messages) {
        return new ChatTemplate(template, template, Map.of("bos_token", "<s>", "eos_token", "</s>"))
                .render(List.of(messages));
    }
}
