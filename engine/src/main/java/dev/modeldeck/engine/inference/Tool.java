package dev.modeldeck.engine.inference;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function that a model may ask to be called.
 *
 * @param function its {@code name}, {@code description} and {@code parameters} (a JSON schema), in
 *     the order in which the caller wrote them, as chat templates show them to models
 * @param strict whether arguments must satisfy the schema
 */
public record Tool(ObjectNode function, boolean strict) {

    public String name() {
        return function.path("name").asString("");
    }

    /** Schema of the arguments; missing where it has none. */
    public JsonNode parameters() {
        return function.path("parameters");
    }
}
