package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

/**
 * A model whose speed is to be measured.
 *
 * @param thorough whether all there is to measure, with more care
 */
record SpeedTask(LocalModelSpec model, boolean thorough) implements WorkerTask {

    @Override
    public String json() {
        ObjectNode json = WorkerTask.json(model);
        json.putObject("speed").put("thorough", thorough);
        return Json.write(json);
    }

    static SpeedTask parse(ObjectNode json) {
        return new SpeedTask(
                WorkerTask.model(json), json.path("speed").path("thorough").asBoolean());
    }
}
