package dev.modeldeck.engine.wire.databricks;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

/**
 * {@code {"error_code", "message"}}, which MLflow's registry uses as well. Never OpenAI's nested
 * object: the official client reads {@code error} as a string.
 */
public final class DatabricksErrors {

    private DatabricksErrors() {}

    public static ObjectNode json(Problem problem) {
        return Json.object().put("error_code", code(problem)).put("message", problem.message());
    }

    private static String code(Problem problem) {
        return problem instanceof Problem.Unsupported ? "BAD_REQUEST" : problem.code();
    }
}
