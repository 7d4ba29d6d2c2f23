package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/** OpenAI's {@code {"error": {message, type, param, code}}}. */
public final class OpenAiErrors {

    private OpenAiErrors() {}

    public static ObjectNode json(Problem problem) {
        ObjectNode json = Json.object();
        ObjectNode error =
                json.putObject("error")
                        .put("message", problem.message())
                        .put("type", type(problem));
        if (problem instanceof Problem.Invalid(String message, String field) && field != null) {
            error.put("param", field);
        } else {
            error.putNull("param");
        }
        error.put("code", code(problem));
        return json;
    }

    /** For a path that is none of this protocol's, whatever model was asked for there. */
    public static ObjectNode unknownUrl(Problem problem) {
        ObjectNode json = json(problem);
        if (problem instanceof Problem.NotFound) {
            json.withObject("error").put("code", "unknown_url");
        }
        return json;
    }

    /** Reads an error that came inside a stream, where no status tells its kind. */
    static Problem parse(ObjectNode event) {
        return StatusProblems.of(status(event), event);
    }

    private static int status(ObjectNode event) {
        JsonNode code = event.path("error").path("code");
        if (code.isInt() && code.intValue() >= 400 && code.intValue() < 600) {
            return code.intValue();
        }
        boolean callersFault =
                event.path("error").path("type").asString("").equals("invalid_request_error");
        return code.isNull() && callersFault ? 400 : StatusProblems.statusOf(code.asString(""));
    }

    private static String type(Problem problem) {
        int status = problem.status();
        if (status == 429) {
            return "rate_limit_error";
        }
        return status == 401
                ? "authentication_error"
                : status < 500 ? "invalid_request_error" : "server_error";
    }

    private static @Nullable String code(Problem problem) {
        return switch (problem) {
            case Problem.NotFound notFound -> "model_not_found";
            case Problem.Unauthenticated unauthenticated -> "invalid_api_key";
            case Problem.Overloaded overloaded -> "rate_limit_exceeded";
            case Problem.Invalid invalid -> null;
            case Problem.Unsupported p -> lower(p);
            case Problem.Forbidden p -> lower(p);
            case Problem.AlreadyExists p -> lower(p);
            case Problem.Conflict p -> lower(p);
            case Problem.TooLarge p -> lower(p);
            case Problem.Cancelled p -> lower(p);
            case Problem.Unavailable p -> lower(p);
            case Problem.TimedOut p -> lower(p);
            case Problem.Upstream p -> lower(p);
            case Problem.Damaged p -> lower(p);
            case Problem.Internal p -> lower(p);
        };
    }

    private static String lower(Problem problem) {
        return problem.code().toLowerCase(Locale.ROOT);
    }
}
