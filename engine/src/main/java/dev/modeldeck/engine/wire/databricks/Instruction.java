package dev.modeldeck.engine.wire.databricks;

import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Databricks' {@code instruction} of an embeddings call: a text that models such as BGE want before
 * each query.
 */
final class Instruction {

    private Instruction() {}

    /** The body with the instruction in its texts. */
    static ObjectNode merged(ObjectNode body) {
        String instruction = new Fields(body).text("instruction", "");
        JsonNode input = body.path("input");
        if (instruction.isEmpty()) {
            return body;
        }
        String before = instruction.endsWith(" ") ? instruction : instruction + " ";
        if (input.isString()) {
            return body.deepCopy().put("input", before + input.stringValue());
        }
        if (input.valueStream().anyMatch(item -> !item.isString())) {
            throw Fields.wrong(
                    "instruction", "can be put before texts only, not before token ids.");
        }
        ObjectNode merged = body.deepCopy();
        ArrayNode texts = merged.putArray("input");
        input.forEach(text -> texts.add(before + text.stringValue()));
        return merged;
    }
}
