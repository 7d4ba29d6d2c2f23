package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages and tools as Hugging Face Transformers hands them to templates: maps and lists. */
final class TemplateValues {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TemplateValues() {}

    static List<Map<String, Object>> messages(List<ChatMessage> messages) {
        Map<String, String> names = new LinkedHashMap<>();
        List<Map<String, Object>> values = new ArrayList<>();
        for (ChatMessage message : messages) {
            message.calls().forEach(call -> names.put(call.id(), call.name()));
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("role", message.role());
            value.put("content", message.content());
            message.others()
                    .forEach((key, other) -> {
                        Object given = of(other);
                        if (given != null) {
                            value.put(key, given);
                        }
                    });
            if (!message.calls().isEmpty()) {
                value.put("tool_calls", message.calls().stream().map(TemplateValues::of).toList());
            }
            if (!message.callId().isEmpty()) {
                value.put("tool_call_id", message.callId());
                value.put("name", names.getOrDefault(message.callId(), ""));
            }
            values.add(value);
        }
        return values;
    }

    /** With the tools in the system's message, which is put in front where there is none. */
    static List<Map<String, Object>> messages(List<ChatMessage> messages, List<Tool> tools) {
        if (tools.isEmpty()) {
            return messages(messages);
        }
        List<ChatMessage> led = new ArrayList<>(messages);
        if (!messages.getFirst().role().equals("system")) {
            led.addFirst(ChatMessage.system(""));
        }
        List<Map<String, Object>> values = messages(led);
        values.getFirst().put("tools", PythonJson.of(tools(tools)));
        return values;
    }

    /**
     * What a request says to the template itself, as Transformers, vLLM and llama.cpp take it.
     *
     * @throws EngineException if it is no object
     */
    static Map<String, @Nullable Object> own(Extras extras) {
        JsonNode told = extras.parameters().get(Extras.TEMPLATE_VALUES);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (told == null || told.isNull()) {
            return values;
        }
        if (!told.isObject()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\"chat_template_kwargs\" must be an object, such as {\"enable_thinking\": false}.",
                            Extras.TEMPLATE_VALUES));
        }
        told.properties().forEach(entry -> values.put(entry.getKey(), of(entry.getValue())));
        return values;
    }

    static List<Map<String, Object>> tools(List<Tool> tools) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (Tool tool : tools) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("type", "function");
            value.put("function", of(tool.function()));
            values.add(value);
        }
        return values;
    }

    /** Templates expect the arguments as an object, not as the text that clients send. */
    private static Map<String, Object> of(ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", arguments(call.arguments()));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", call.id());
        value.put("type", "function");
        value.put("function", function);
        return value;
    }

    private static @Nullable Object arguments(String text) {
        try {
            return text.isBlank() ? Map.of() : of(JSON.readTree(text));
        } catch (JacksonException e) {
            return text;
        }
    }

    private static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(item -> list.add(of(item)));
                yield list;
            }
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER ->
                    node.isIntegralNumber() ? node.numberValue() : (Object) node.doubleValue();
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
