package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a child process is told first, on its standard input, in one line of JSON: nothing secret is
 * on a command line, where every user of the machine could read it.
 */
sealed interface WorkerOrder permits WorkerSpec, WorkerOrder.Measuring {

    LocalModelSpec model();

    String json();

    /**
     * To measure how fast the model is, tell it and end.
     *
     * @param thorough whether all there is
     */
    record Measuring(LocalModelSpec model, boolean thorough) implements WorkerOrder {
        @Override
        public String json() {
            return Json.write(ModelSpecJson.of(model).put("measure_thoroughly", thorough));
        }
    }

    static WorkerOrder parse(String line) {
        ObjectNode json = Json.parseObject(line);
        LocalModelSpec model = ModelSpecJson.parse(json);
        return json.has("measure_thoroughly")
                ? new Measuring(model, json.path("measure_thoroughly").asBoolean())
                : new WorkerSpec(
                        model,
                        json.path("served_name").asString(),
                        json.path("secret").asString());
    }
}
