package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a worker is told on its standard input, in one line of JSON: nothing secret is on a command
 * line, where every user of the machine could read it.
 *
 * @param servedName the model's name in the worker's protocol
 * @param secret that callers must show, so that other users of the machine cannot call the worker
 */
public record WorkerSpec(LocalModelSpec model, String servedName, String secret) {

    /** With a fresh secret of 256 bits. */
    public static WorkerSpec of(LocalModelSpec model, String servedName) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new WorkerSpec(model, servedName, secret);
    }

    String json() {
        ObjectNode json =
                Json.object()
                        .put("served_name", servedName)
                        .put("secret", secret)
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
        return Json.write(json);
    }

    static WorkerSpec parse(String line) {
        ObjectNode json = Json.parseObject(line);
        LocalModelSpec model =
                new LocalModelSpec(
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
        return new WorkerSpec(
                model, json.path("served_name").asString(), json.path("secret").asString());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WorkerSpec[" + servedName + ", " + model + "]";
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
    }
}
