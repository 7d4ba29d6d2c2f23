package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** Calls of tools in messages, whole, and in the deltas of streams, in pieces. */
final class ToolCalls {

    private ToolCalls() {}

    static ArrayNode json(List<ToolCall> calls) {
        ArrayNode array = Json.array();
        for (ToolCall call : calls) {
            array.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
        return array;
    }

    static List<ToolCall> parse(JsonNode array) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : array) {
            JsonNode function = call.path("function");
            calls.add(
                    new ToolCall(
                            text(call.path("id")),
                            text(function.path("name")),
                            arguments(function.path("arguments"))));
        }
        return calls;
    }

    /** A text by the protocol; some servers write the object itself. */
    private static String arguments(JsonNode arguments) {
        return arguments.isContainer() ? Json.write(arguments) : text(arguments);
    }

    private static String text(JsonNode node) {
        return Json.wholeCharacters(node.asString(""));
    }

    static ArrayNode json(CallPiece piece) {
        ArrayNode array = Json.array();
        ObjectNode call = array.addObject().put("index", piece.index());
        ObjectNode function = Json.object();
        if (!piece.name().isEmpty()) {
            call.put("id", piece.id()).put("type", "function");
            function.put("name", piece.name());
        }
        call.set("function", function.put("arguments", piece.arguments()));
        return array;
    }

    static List<CallPiece> pieces(JsonNode delta) {
        List<CallPiece> pieces = new ArrayList<>();
        for (JsonNode call : delta.path("tool_calls")) {
            JsonNode function = call.path("function");
            pieces.add(
                    new CallPiece(
                            call.path("index").asInt(pieces.size()),
                            text(call.path("id")),
                            text(function.path("name")),
                            arguments(function.path("arguments"))));
        }
        return pieces;
    }
}
