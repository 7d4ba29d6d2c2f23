package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * The values of a JSON schema, drafts 4 to 2020-12, as they are written here: properties in the
 * order of the schema, those that are not required perhaps left out, and others only where the
 * schema asks for them ({@code additionalProperties}, {@code patternProperties}) or names none at
 * all. Numbers have as many digits as every reader keeps, and brackets nest a hundred deep at most.
 *
 * @param values for a grammar
 * @param notHeld pointers to what of the schema answers are not held to; none where that was asked
 */
public record JsonSchema(Element values, List<String> notHeld) {

    public JsonSchema {
        notHeld = List.copyOf(notHeld);
    }

    /**
     * Reads a schema.
     *
     * @param strict whether what cannot be kept to is refused
     * @throws EngineException saying what is wrong, or cannot be kept to, and where
     */
    public static JsonSchema read(JsonNode schema, boolean strict, JsonElements json) {
        Complaints complaints = new Complaints(strict);
        Place root = new Place(schema, "#");
        SchemaReader reader = new SchemaReader(root, complaints);
        Element values = new SchemaElements(json, reader, complaints).all(root);
        return new JsonSchema(values, complaints.notHeld());
    }
}
