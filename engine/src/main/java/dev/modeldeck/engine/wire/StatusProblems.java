package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server's status and error body as one of our problems. */
public final class StatusProblems {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int LONGEST_LINE = 200;

    private StatusProblems() {}

    /**
     * Reads the error body of a server.
     *
     * @param body as received; need not be JSON
     */
    public static Problem parse(int status, String body) {
        return of(status, tree(body));
    }

    public static Problem of(int status, JsonNode body) {
        JsonNode error = body.path("error");
        String said = message(body);
        String message = said.isEmpty() ? "The server answered with status " + status + "." : said;
        String code = error.path("code").asString("");
        return switch (status) {
            case 400, 422 ->
                    code.equals("unsupported")
                            ? new Problem.Unsupported(message)
                            : new Problem.Invalid(message, param(error));
            case 404 -> new Problem.NotFound(message);
            case 409 -> new Problem.Conflict(message);
            case 413 -> new Problem.TooLarge(message, 0);
            case 429 -> new Problem.Overloaded(message, SOON);
            case 499 -> new Problem.Cancelled(message);
            // Anthropic's word for a server that has too much to do.
            case 529 -> new Problem.Overloaded(message, SOON);
            case 501 -> new Problem.Unsupported(message);
            case 503 -> new Problem.Unavailable(message);
            case 504 -> new Problem.TimedOut(message, Duration.ZERO);
            // To the caller the server's refusal of our key is no question of the caller's own key.
            case 401, 403 ->
                    new Problem.Upstream(
                            "The server refused the key it was given (status "
                                    + status
                                    + "). Check the endpoint's key. It says: "
                                    + message,
                            502);
            default -> new Problem.Upstream(message, status >= 400 ? status : 502);
        };
    }

    /** Of a stream that ended before its answer did. */
    public static Problem cut() {
        return new Problem.Unavailable(
                "The server closed the connection in the middle of the answer. Try again.");
    }

    /** The sentence in an error body of any of the usual shapes; empty where there is none. */
    private static String message(JsonNode body) {
        JsonNode error = body.path("error");
        JsonNode detail = body.path("detail");
        if (detail.isArray() && !detail.isEmpty()) {
            return validation(detail.get(0));
        }
        // AWS has it with a capital where its keys are refused.
        return Stream.of(
                        error.path("message"),
                        error,
                        body.path("message"),
                        body.path("Message"),
                        detail)
                .filter(found -> found.isString() && !found.stringValue().isBlank())
                .map(JsonNode::stringValue)
                .findFirst()
                .orElse("");
    }

    /** FastAPI's way to say what is wrong with a body, and where. */
    private static String validation(JsonNode detail) {
        String where =
                detail.path("loc")
                        .valueStream()
                        .map(part -> part.asString(""))
                        .collect(Collectors.joining("."));
        String what = detail.path("msg").asString("");
        return where.isEmpty() ? what : where + ": " + what;
    }

    /** A short line of plain text is a sentence as well; a page is not. */
    private static JsonNode tree(String body) {
        try {
            return Json.parse(body);
        } catch (EngineException notJson) {
            String line = body.strip();
            boolean sentence = line.length() <= LONGEST_LINE && line.matches("[^<>{}\\n]+");
            return sentence ? Json.object().put("message", line) : Json.object();
        }
    }

    /** The status that belongs to a code of ours inside a stream. */
    public static int statusOf(String code) {
        return switch (code) {
            case "unsupported", "invalid_parameter_value" -> 400;
            case "model_not_found" -> 404;
            case "rate_limit_exceeded" -> 429;
            case "cancelled" -> 499;
            case "temporarily_unavailable" -> 503;
            case "deadline_exceeded" -> 504;
            case "internal_error", "data_loss" -> 500;
            default -> 502;
        };
    }

    private static @Nullable String param(JsonNode error) {
        return error.path("param").isString() ? error.path("param").stringValue() : null;
    }
}
