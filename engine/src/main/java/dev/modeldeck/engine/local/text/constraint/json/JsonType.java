package dev.modeldeck.engine.local.text.constraint.json;

import tools.jackson.databind.JsonNode;

/** Kinds of values. Integers are numbers with a rule of their own. */
enum JsonType {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    ARRAY,
    OBJECT;

    static JsonType of(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> BOOLEAN;
            case NUMBER -> NUMBER;
            case STRING -> STRING;
            case ARRAY -> ARRAY;
            case OBJECT -> OBJECT;
            case NULL, MISSING, BINARY, POJO -> NULL;
        };
    }
}
