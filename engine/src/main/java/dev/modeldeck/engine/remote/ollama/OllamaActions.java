package dev.modeldeck.engine.remote.ollama;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.util.List;
import java.util.regex.Pattern;

/** What can be changed on an Ollama. */
final class OllamaActions {

    /** Between parameters: a line's end, or a semicolon that is not within quotes. */
    private static final Pattern BREAK = Pattern.compile("[\\n;](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private static final List<String> QUANTISATIONS = List.of("", "q8_0", "q4_K_S", "q4_K_M");

    static final List<ServerAction> ALL =
            List.of(
                    PlannedAction.onServer(
                                    "pull",
                                    "Pull a model",
                                    "From ollama.com, or from Hugging Face as hf.co/owner/name. One that is there is brought up to date.",
                                    (_, _, values) ->
                                            streamed(
                                                    "/api/pull",
                                                    Json.object()
                                                            .put(
                                                                    "model",
                                                                    values.required("model"))))
                            .asking(
                                    SettingSpec.text(
                                            "model", "Model", "Its name and tag: llama3.2:3b."))
                            .creating(),
                    PlannedAction.onServer(
                                    "create",
                                    "Create a model from another",
                                    "With a system message, parameters and weights of its own.",
                                    (_, _, values) -> streamed("/api/create", creation(values)))
                            .asking(
                                    SettingSpec.text("model", "Name", "Of the new model."),
                                    SettingSpec.text("from", "From", "A model that is there."),
                                    SettingSpec.text("system", "System message", ""),
                                    SettingSpec.text(
                                            "template",
                                            "Template",
                                            "Of the prompt, as Ollama writes it."),
                                    SettingSpec.text(
                                            "parameters",
                                            "Parameters",
                                            "temperature 0.2; num_ctx 8192; stop \"END\""),
                                    new SettingSpec(
                                            "quantize",
                                            "Quantise to",
                                            "Needs a model in 16 or 32 bits.",
                                            new Kind.Choice(QUANTISATIONS),
                                            ""))
                            .creating(),
                    PlannedAction.onModel(
                                    "load",
                                    "Load",
                                    "Brings the model into memory.",
                                    OllamaActions::load)
                            .asking(
                                    SettingSpec.text(
                                            "keep_alive", "Keep for", "10m, 1h, -1 for ever."),
                                    new SettingSpec(
                                            "num_ctx",
                                            "Context",
                                            "Tokens of prompt and answer together.",
                                            new Kind.Whole(1, Integer.MAX_VALUE),
                                            "")),
                    PlannedAction.onModel(
                                    "unload",
                                    "Unload",
                                    "Frees the memory that the model takes.",
                                    (_, model, _) ->
                                            generate(
                                                    Json.object()
                                                            .put("model", model)
                                                            .put("keep_alive", 0)))
                            .when(model -> model.state() == State.READY),
                    PlannedAction.onModel(
                            "show",
                            "Show details",
                            "Its template, parameters, licence and sizes.",
                            (_, model, _) ->
                                    Plan.of(
                                            Plan.Call.of(
                                                    "POST",
                                                    "/api/show",
                                                    Json.object().put("model", model)))),
                    PlannedAction.onModel(
                                    "copy",
                                    "Copy",
                                    "Under another name; takes no room.",
                                    (_, model, values) ->
                                            Plan.of(
                                                    Plan.Call.of(
                                                            "POST",
                                                            "/api/copy",
                                                            Json.object()
                                                                    .put("source", model)
                                                                    .put(
                                                                            "destination",
                                                                            values.required(
                                                                                    "destination")))))
                            .asking(SettingSpec.text("destination", "New name", ""))
                            .creating(),
                    PlannedAction.onModel(
                                    "delete",
                                    "Delete",
                                    "Its files go from the server's disk, unless another model needs them.",
                                    OllamaActions::delete)
                            .destroying());

    private OllamaActions() {}

    private static Plan streamed(String path, ObjectNode body) {
        return Plan.of(new Plan.Call("POST", path, body, true));
    }

    private static ObjectNode creation(Values values) {
        ObjectNode body =
                Json.object()
                        .put("model", values.required("model"))
                        .put("from", values.required("from"));
        values.textInto(body, "system");
        values.textInto(body, "template");
        values.textInto(body, "quantize");
        if (values.has("parameters")) {
            body.set("parameters", parameters(values.text("parameters")));
        }
        return body;
    }

    /** As a Modelfile has them; a name that comes again adds to a list, as stop texts do. */
    private static ObjectNode parameters(String lines) {
        ObjectNode all = Json.object();
        for (String line : BREAK.split(lines, -1)) {
            if (line.isBlank()) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length < 2) {
                throw Values.wrong(
                        "parameters",
                        "\"%s\" is a parameter without a value; write: temperature 0.2"
                                .formatted(parts[0]));
            }
            JsonNode value = value(parts[1]);
            JsonNode before = all.get(parts[0]);
            if (before == null) {
                all.set(parts[0], parts[0].equals("stop") ? Json.array().add(value) : value);
            } else {
                ArrayNode list =
                        before instanceof ArrayNode array ? array : Json.array().add(before);
                all.set(parts[0], list.add(value));
            }
        }
        return all;
    }

    /** A number, true, false or a quoted text; anything else is the text itself. */
    private static JsonNode value(String text) {
        try {
            JsonNode json = Json.parse(text);
            return json.isValueNode() ? json : StringNode.valueOf(text);
        } catch (EngineException noJson) {
            return StringNode.valueOf(text);
        }
    }

    private static Plan load(Site site, String model, Values values) {
        ObjectNode body = Json.object().put("model", model);
        if (values.has("keep_alive")) {
            OllamaTerms.put(body, values.text("keep_alive"));
        }
        ObjectNode options = Json.object();
        values.wholeInto(options, "num_ctx");
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return generate(OllamaTerms.of(site).keep(body));
    }

    /** Without a prompt it only loads and unloads. */
    private static Plan generate(ObjectNode body) {
        return Plan.of(Plan.Call.of("POST", "/api/generate", body.put("stream", false)));
    }

    private static Plan delete(Site site, String model, Values values) {
        ObjectNode before = Json.object();
        for (JsonNode tag : site.json("/api/tags").path("models")) {
            if (tag.path("name").asString("").equals(model)) {
                before.put("name", model).set("size", tag.path("size"));
            }
        }
        return new Plan(
                before,
                Json.object(),
                List.of(Plan.Call.of("DELETE", "/api/delete", Json.object().put("model", model))),
                "");
    }
}
