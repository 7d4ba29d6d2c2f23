package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A model to load, as a child process is told of it. */
final class ModelSpecJson {

    private ModelSpecJson() {}

    static ObjectNode of(LocalModelSpec model) {
        ObjectNode json =
                Json.object()
                        .put("path", model.model().toAbsolutePath().toString())
                        .put("kind", model.kind().name())
                        .put("device", model.device())
                        .put("dtype", model.dtype())
                        .put("context_length", model.contextLength())
                        .put("concurrency", model.concurrency())
                        .put("threads", model.threads());
        model.inputNames().forEach(json.putArray("inputs")::add);
        model.outputNames().forEach(json.putArray("outputs")::add);
        return json;
    }

    static LocalModelSpec parse(JsonNode json) {
        return new LocalModelSpec(
                Path.of(json.path("path").asString()),
                LocalModelSpec.Kind.valueOf(json.path("kind").asString()),
                json.path("device").asString(),
                json.path("dtype").asString(),
                json.path("context_length").asInt(),
                json.path("concurrency").asInt(),
                json.path("threads").asInt(),
                texts(json.path("inputs")),
                texts(json.path("outputs")));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
    }
}
