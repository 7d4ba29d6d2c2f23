package dev.modeldeck.engine.wire.anthropic;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.ToolUse.Choice;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.SetOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of {@code POST /v1/messages}, streamed.
 *
 * @param maxTokens for a chat that does not say how much it wants, which this protocol does not
 *     allow
 */
public record MessagesRequest(String model, Payload.Chat payload, int maxTokens) {

    /** Of the parameters without a name here, those that Anthropic has. */
    private static final Set<String> OWN =
            Set.of(
                    "metadata",
                    "service_tier",
                    "thinking",
                    "output_config",
                    "output_format",
                    "cache_control",
                    "container",
                    "context_management",
                    "mcp_servers");

    public ObjectNode json() {
        TextOptions options = payload.options();
        ObjectNode body = Json.object().put("model", model);
        body.put("max_tokens", options.maxTokens() == null ? maxTokens : options.maxTokens());
        Turns.write(body, payload.messages());
        if (options.temperature() != null) {
            body.put("temperature", options.temperature());
        }
        if (options.topP() != null) {
            body.put("top_p", options.topP());
        }
        if (options.topK() != null && options.topK() > 0) {
            body.put("top_k", options.topK());
        }
        if (!options.stop().isEmpty()) {
            ArrayNode stops = body.putArray("stop_sequences");
            options.stop().forEach(stops::add);
        }
        tools(body, payload.tools());
        options.extras()
                .parameters()
                .forEach((name, value) -> {
                    if (OWN.contains(name)) {
                        body.set(name, value);
                    }
                });
        return body.put("stream", true);
    }

    /** What was taken where the chat does not say. */
    public List<String> assumed() {
        return payload.options().maxTokens() == null
                ? List.of("max_tokens=" + maxTokens)
                : List.of();
    }

    /** The names of parameters for which this protocol has no word. */
    public List<String> ignored() {
        TextOptions options = payload.options();
        Map<String, Boolean> asked = new LinkedHashMap<>();
        asked.put("n", payload.choices() != 1);
        asked.put("min_p", options.minP() != null);
        asked.put("repetition_penalty", options.repetitionPenalty() != null);
        asked.put("presence_penalty", options.presencePenalty() != null);
        asked.put("frequency_penalty", options.frequencyPenalty() != null);
        asked.put("seed", options.seed() != null);
        asked.put("logprobs", options.logprobs() != null);
        asked.put("response_format", !options.form().free());
        asked.put("truncation", options.truncation() instanceof Truncation.OldestTurns);
        asked.put("truncate_prompt_tokens", options.truncation() instanceof Truncation.LastTokens);
        asked.put("detail", payload.asksForDetail());
        List<String> names = SetOptions.wordless(payload, asked);
        options.extras().parameters().keySet().stream()
                .filter(name -> !OWN.contains(name))
                .forEach(names::add);
        return names;
    }

    private static void tools(ObjectNode body, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool tool : use.tools()) {
            tools.add(json(tool));
        }
        ObjectNode choice = body.putObject("tool_choice");
        switch (use.choice()) {
            case Choice.Auto _ -> choice.put("type", "auto");
            case Choice.Never _ -> choice.put("type", "none");
            case Choice.Required _ -> choice.put("type", "any");
            case Choice.Named(String name) -> choice.put("type", "tool").put("name", name);
        }
        if (!use.parallel() && !(use.choice() instanceof Choice.Never)) {
            choice.put("disable_parallel_tool_use", true);
        }
    }

    private static ObjectNode json(Tool tool) {
        ObjectNode json = Json.object().put("name", tool.name());
        JsonNode description = tool.function().path("description");
        if (description.isString()) {
            json.set("description", description);
        }
        JsonNode parameters = tool.parameters();
        json.set(
                "input_schema",
                parameters.isObject() ? parameters : Json.object().put("type", "object"));
        return tool.strict() ? json.put("strict", true) : json;
    }
}
