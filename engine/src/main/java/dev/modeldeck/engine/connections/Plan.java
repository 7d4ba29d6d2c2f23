package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is going to be sent to a server, shown to a person before it is.
 *
 * @param before the thing to be changed as the server has it; an empty object for a new one
 * @param after as it is meant to be, in the same form; an empty object where it is deleted
 * @param calls in the order in which they are sent
 * @param readBack path at which the server tells afterwards what it made of it, to be compared with
 *     {@code after}; empty for none
 * @param told brings what is told there into the form of {@code after}
 */
public record Plan(
        ObjectNode before,
        ObjectNode after,
        List<Call> calls,
        String readBack,
        UnaryOperator<JsonNode> told) {

    public Plan {
        calls = List.copyOf(calls);
    }

    /** For a server that tells things in the form in which they are set. */
    public Plan(ObjectNode before, ObjectNode after, List<Call> calls, String readBack) {
        this(before, after, calls, readBack, UnaryOperator.identity());
    }

    /** Calls that change nothing which could be read beforehand. */
    public static Plan of(Call... calls) {
        return new Plan(Json.object(), Json.object(), List.of(calls), "");
    }

    /** Leaf by leaf, what differs. */
    public List<Change> changes() {
        return Change.between(before, after);
    }

    /**
     * A request.
     *
     * @param path below the server's address, or a whole address
     * @param body JSON; null for none
     * @param streamed whether the server tells of its progress line by line
     */
    public record Call(String method, String path, @Nullable JsonNode body, boolean streamed) {

        public static Call of(String method, String path, @Nullable JsonNode body) {
            return new Call(method, path, body, false);
        }
    }
}
