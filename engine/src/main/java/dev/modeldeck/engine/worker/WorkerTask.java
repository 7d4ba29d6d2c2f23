package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a worker is told on its standard input, in one line of JSON: nothing secret is on a command
 * line, where every user of the machine could read it.
 */
public sealed interface WorkerTask permits WorkerSpec, QualityTask, SpeedTask {

    /** What is loaded, and how. */
    LocalModelSpec model();

    String json();

    static WorkerTask parse(String line) {
        ObjectNode json = Json.parseObject(line);
        if (json.has("quality")) {
            return QualityTask.parse(json);
        }
        return json.has("speed") ? SpeedTask.parse(json) : WorkerSpec.parse(json);
    }

    /** The model's part of the line. */
    static ObjectNode json(LocalModelSpec model) {
        ObjectNode json =
                Json.object()
                        .put("path", model.model().toAbsolutePath().toString())
                        .put("kind", model.kind().name())
                        .put("device", model.device())
                        .put("dtype", model.dtype())
                        .put("context_length", model.contextLength())
                        .put("concurrency", model.concurrency())
                        .put("threads", model.threads());
        if (model.quantised() != null) {
            json.put("quantised", model.quantised().toString());
        }
        model.inputNames().forEach(json.putArray("inputs")::add);
        model.outputNames().forEach(json.putArray("outputs")::add);
        if (model.draft() != null) {
            json.set("draft", json(model.draft()));
        }
        return json;
    }

    static LocalModelSpec model(ObjectNode json) {
        LocalModelSpec alone = alone(json);
        return json.path("draft") instanceof ObjectNode draft ? alone.drafted(alone(draft)) : alone;
    }

    private static LocalModelSpec alone(ObjectNode json) {
        return new LocalModelSpec(
                Path.of(json.path("path").asString()),
                LocalModelSpec.Kind.valueOf(json.path("kind").asString()),
                json.path("device").asString(),
                json.path("dtype").asString(),
                json.path("context_length").asInt(),
                json.path("concurrency").asInt(),
                json.path("threads").asInt(),
                json.has("quantised") ? Path.of(json.path("quantised").asString()) : null,
                texts(json.path("inputs")),
                texts(json.path("outputs")));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
    }
}
