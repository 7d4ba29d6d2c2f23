package dev.modeldeck.engine.gateway.snippet;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which request keys the openai package takes by name; it refuses all others outside extra_body.
 */
final class OpenAiParameters {

    static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "messages",
                    "prompt",
                    "input",
                    "dimensions",
                    "encoding_format",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "max_tokens",
                    "max_completion_tokens",
                    "presence_penalty",
                    "frequency_penalty",
                    "seed",
                    "response_format",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "stream",
                    "stream_options",
                    "logprobs",
                    "top_logprobs",
                    "echo",
                    "user");

    private OpenAiParameters() {}

    /** The remaining keys as an {@code extra_body} argument; empty where there are none. */
    static String extra(JsonNode body) {
        String entries =
                body.properties().stream()
                        .filter(e -> !KNOWN.contains(e.getKey()))
                        .map(OpenAiParameters::entry)
                        .collect(Collectors.joining(", "));
        return entries.isEmpty() ? "" : "    extra_body={" + entries + "},\n";
    }

    private static String entry(Map.Entry<String, JsonNode> entry) {
        return PythonCode.string(entry.getKey()) + ": " + PythonCode.literal(entry.getValue(), 1);
    }
}
