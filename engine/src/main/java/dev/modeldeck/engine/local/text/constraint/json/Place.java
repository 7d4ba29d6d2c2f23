package dev.modeldeck.engine.local.text.constraint.json;

import tools.jackson.databind.JsonNode;

/**
 * A schema within the whole.
 *
 * @param pointer where it stands, as in {@code #/properties/name}
 */
record Place(JsonNode schema, String pointer) {

    /** The schema under a key of this one; there must be one. */
    Place at(String key) {
        return new Place(schema.path(key), pointer + "/" + escaped(key));
    }

    Place at(int index) {
        return new Place(schema.path(index), pointer + "/" + index);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
