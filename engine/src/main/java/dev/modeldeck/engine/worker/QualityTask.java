package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;

/**
 * A model whose quality in one scheme of its weights is to be measured.
 *
 * @param model with that scheme as its data type
 * @param text to be read
 * @param exact file for what float32 answers: it is measured first and writes it, the other schemes
 *     read it
 */
public record QualityTask(LocalModelSpec model, String text, Path exact) implements WorkerTask {

    @Override
    public String json() {
        ObjectNode json = WorkerTask.json(model);
        json.putObject("quality").put("text", text).put("exact", exact.toAbsolutePath().toString());
        return Json.write(json);
    }

    static QualityTask parse(ObjectNode json) {
        return new QualityTask(
                WorkerTask.model(json),
                json.path("quality").path("text").asString(),
                Path.of(json.path("quality").path("exact").asString()));
    }

    /** Without the text, which is a person's own. */
    @Override
    public String toString() {
        return "QualityTask[" + model + "]";
    }
}
