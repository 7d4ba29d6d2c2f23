package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

/** The protocol's error: {@code {"error": "a sentence"}}. */
public final class OpenInferenceErrors {

    private OpenInferenceErrors() {}

    public static ObjectNode json(Problem problem) {
        return Json.object().put("error", problem.message());
    }
}
