package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.ToolUse.Choice;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The tools of a chat: {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolFields {

    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";
    private static final String PARALLEL = "parallel_tool_calls";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST = 128;

    private ToolFields() {}

    static ToolUse parse(Fields fields) {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Fields> given = fields.objects(TOOLS);
        if (given.size() > MOST) {
            throw Fields.wrong(TOOLS, "holds more than " + MOST + " tools; send fewer.");
        }
        for (int i = 0; i < given.size(); i++) {
            Tool tool = tool(given.get(i), TOOLS + "[" + i + "]");
            if (!names.add(tool.name())) {
                throw Fields.wrong(
                        TOOLS, "has two functions with the name \"" + tool.name() + "\".");
            }
            tools.add(tool);
        }
        Choice choice = choice(fields, names);
        boolean parallel = !fields.has(PARALLEL) || fields.flag(PARALLEL);
        return tools.isEmpty() ? ToolUse.none() : new ToolUse(tools, choice, parallel);
    }

    static void write(ObjectNode body, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray(TOOLS);
        for (Tool tool : use.tools()) {
            ObjectNode function = tool.function().deepCopy();
            if (tool.strict()) {
                function.put("strict", true);
            }
            tools.addObject().put("type", "function").set("function", function);
        }
        switch (use.choice()) {
            case Choice.Auto _ -> {}
            case Choice.Never _ -> body.put(CHOICE, "none");
            case Choice.Required _ -> body.put(CHOICE, "required");
            case Choice.Named(String name) ->
                    body.putObject(CHOICE)
                            .put("type", "function")
                            .putObject("function")
                            .put("name", name);
        }
        if (!use.parallel()) {
            body.put(PARALLEL, false);
        }
    }

    private static Tool tool(Fields given, String at) {
        ObjectNode function = given.object("function");
        if (!"function".equals(given.text("type")) || function == null) {
            throw Fields.wrong(
                    at,
                    "must be {\"type\": \"function\", \"function\": {…}}; there are no others.");
        }
        Fields fields = new Fields(function);
        String name = fields.text("name", "");
        if (!NAME.matcher(name).matches()) {
            throw Fields.wrong(
                    at + ".function.name",
                    "must be 1 to 64 letters, digits, dashes or underscores.");
        }
        fields.text("description");
        fields.object("parameters");
        ObjectNode shown = Json.object();
        function.properties().stream()
                .filter(entry -> !entry.getKey().equals("strict") && !entry.getValue().isNull())
                .forEach(entry -> shown.set(entry.getKey(), entry.getValue()));
        return new Tool(Json.wholeCharacters(shown), fields.flag("strict"));
    }

    private static Choice choice(Fields fields, Set<String> names) {
        JsonNode value = fields.get(CHOICE);
        if (value == null) {
            return new Choice.Auto();
        }
        Choice choice =
                switch (value.asString("")) {
                    case "auto" -> new Choice.Auto();
                    case "none" -> new Choice.Never();
                    case "required" -> new Choice.Required();
                    default -> new Choice.Named(named(value));
                };
        boolean must = choice instanceof Choice.Required || choice instanceof Choice.Named;
        if (must && names.isEmpty()) {
            throw Fields.wrong(CHOICE, "asks for a call, but there are no \"tools\".");
        }
        if (choice instanceof Choice.Named(String name) && !names.contains(name)) {
            throw Fields.wrong(CHOICE, "names \"" + name + "\", which is none of the tools.");
        }
        return choice;
    }

    private static String named(JsonNode value) {
        String name = value.path("function").path("name").asString("");
        if (!value.path("type").asString("").equals("function") || name.isEmpty()) {
            throw Fields.wrong(
                    CHOICE,
                    "must be \"auto\", \"none\", \"required\" or {\"type\": \"function\","
                            + " \"function\": {\"name\": …}}.");
        }
        return name;
    }
}
