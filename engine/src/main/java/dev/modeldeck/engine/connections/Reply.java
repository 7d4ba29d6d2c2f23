package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a server answered, whole, whatever its status is. */
public record Reply(int status, String body) {

    private static final int LONGEST_QUOTE = 120;

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The body; a missing node where it is no JSON. */
    public JsonNode json() {
        try {
            return body.isBlank() ? JsonNodeFactory.instance.missingNode() : Json.parse(body);
        } catch (EngineException notJson) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /** What a good answer says; a missing node for any other. */
    public JsonNode found() {
        return ok() ? json() : JsonNodeFactory.instance.missingNode();
    }

    /** Whether the server wants another key. */
    public boolean refused() {
        return status == 401 || status == 403;
    }

    /** The beginning of the body on one line, to be shown as evidence. */
    public String quote() {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE - 1) + "…" : line;
    }

    /**
     * This answer, if it is a good one.
     *
     * @param what was asked for: {@code GET /v1/models}
     * @throws EngineException with what the server said
     */
    public Reply orThrow(String what) {
        if (ok()) {
            return this;
        }
        throw new EngineException(problem(what));
    }

    private Problem problem(String what) {
        return switch (status) {
            case 401 ->
                    new Problem.Unauthenticated(
                            "The server wants a key, or another one (%s answered 401). Give it one under \"Authentication\"."
                                    .formatted(what));
            case 403 ->
                    new Problem.Forbidden(
                            "The server refuses this key (%s answered 403). Take one that may do this."
                                    .formatted(what));
            case 301, 302, 303, 307, 308 ->
                    new Problem.Upstream(
                            "The server sends elsewhere (%s answered %d). Take the address to which it sends."
                                    .formatted(what, status),
                            502);
            default -> StatusProblems.parse(status, body);
        };
    }
}
