package dev.modeldeck.engine.wire.bedrock;

import dev.modeldeck.engine.inference.AnswerForm;
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

/** The body of {@code POST /model/{id}/converse} and {@code …/converse-stream}. */
public record ConverseRequest(Payload.Chat payload) {

    /** Of the parameters without a name here, those that Converse has. */
    private static final Set<String> OWN =
            Set.of(
                    "additionalModelRequestFields",
                    "additionalModelResponseFieldPaths",
                    "guardrailConfig",
                    "outputConfig",
                    "performanceConfig",
                    "promptVariables",
                    "requestMetadata",
                    "serviceTier");

    public ObjectNode json() {
        ObjectNode body = Json.object();
        Turns.write(body, payload.messages());
        sampling(body, payload.options());
        tools(body, payload.tools());
        payload.options()
                .extras()
                .parameters()
                .forEach((name, value) -> {
                    if (OWN.contains(name)) {
                        body.set(name, value.deepCopy());
                    }
                });
        if (payload.options().form() instanceof AnswerForm.Schema schema) {
            form(body, schema);
        }
        return body;
    }

    /** The names of parameters for which Converse has no word. */
    public List<String> ignored() {
        TextOptions options = payload.options();
        ToolUse tools = payload.tools();
        Map<String, Boolean> asked = new LinkedHashMap<>();
        asked.put("n", payload.choices() != 1);
        asked.put("detail", payload.asksForDetail());
        asked.put("top_k", options.topK() != null);
        asked.put("min_p", options.minP() != null);
        asked.put("repetition_penalty", options.repetitionPenalty() != null);
        asked.put("presence_penalty", options.presencePenalty() != null);
        asked.put("frequency_penalty", options.frequencyPenalty() != null);
        asked.put("seed", options.seed() != null);
        asked.put("logprobs", options.logprobs() != null);
        asked.put(
                "response_format",
                !options.form().free() && !(options.form() instanceof AnswerForm.Schema));
        asked.put("truncation", options.truncation() instanceof Truncation.OldestTurns);
        asked.put("truncate_prompt_tokens", options.truncation() instanceof Truncation.LastTokens);
        asked.put("tool_choice", never(tools) && offered(tools));
        asked.put("parallel_tool_calls", !tools.parallel() && !never(tools) && offered(tools));
        List<String> names = SetOptions.wordless(payload, asked);
        options.extras().parameters().keySet().stream()
                .filter(name -> !OWN.contains(name))
                .forEach(names::add);
        return names;
    }

    private static void sampling(ObjectNode body, TextOptions options) {
        ObjectNode config = Json.object();
        if (options.maxTokens() != null) {
            config.put("maxTokens", options.maxTokens());
        }
        if (options.temperature() != null) {
            config.put("temperature", options.temperature());
        }
        if (options.topP() != null) {
            config.put("topP", options.topP());
        }
        if (!options.stop().isEmpty()) {
            ArrayNode stops = config.putArray("stopSequences");
            options.stop().forEach(stops::add);
        }
        if (!config.isEmpty()) {
            body.set("inferenceConfig", config);
        }
    }

    private void tools(ObjectNode body, ToolUse use) {
        if (!offered(use)) {
            return;
        }
        ObjectNode config = body.putObject("toolConfig");
        ArrayNode tools = config.putArray("tools");
        for (Tool tool : use.tools()) {
            tools.addObject().set("toolSpec", json(tool));
        }
        switch (use.choice()) {
            case Choice.Auto _ -> config.putObject("toolChoice").putObject("auto");
            case Choice.Never _ -> {}
            case Choice.Required _ -> config.putObject("toolChoice").putObject("any");
            case Choice.Named(String name) ->
                    config.putObject("toolChoice").putObject("tool").put("name", name);
        }
    }

    /**
     * Tools that are not to be called are left out, except where the conversation speaks of them.
     */
    private boolean offered(ToolUse use) {
        return !use.tools().isEmpty() && (!never(use) || Turns.called(payload.messages()));
    }

    private static boolean never(ToolUse use) {
        return use.choice() instanceof Choice.Never;
    }

    private static ObjectNode json(Tool tool) {
        ObjectNode json = Json.object().put("name", tool.name());
        JsonNode description = tool.function().path("description");
        if (description.isString() && !description.stringValue().isEmpty()) {
            json.set("description", description);
        }
        JsonNode parameters = tool.parameters();
        json.putObject("inputSchema")
                .set(
                        "json",
                        parameters.isObject() ? parameters : Json.object().put("type", "object"));
        return tool.strict() ? json.put("strict", true) : json;
    }

    /** The schema is a text there. */
    private static void form(ObjectNode body, AnswerForm.Schema schema) {
        ObjectNode format =
                body.withObjectProperty("outputConfig")
                        .putObject("textFormat")
                        .put("type", "json_schema");
        ObjectNode json =
                format.putObject("structure")
                        .putObject("jsonSchema")
                        .put("schema", Json.write(schema.schema()));
        if (!schema.name().isEmpty()) {
            json.put("name", schema.name());
        }
    }
}
