package dev.modeldeck.engine.local.text.constraint.json;

import tools.jackson.databind.JsonNode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Finds what {@code $ref} refers to, which must be in the same document. */
final class References {

    private final Place root;
    private final Map<String, Place> named = new HashMap<>();

    References(Place root) {
        this.root = root;
        collect(root);
    }

    private void collect(Place place) {
        JsonNode schema = place.schema();
        if (schema.isObject()) {
            name(place, "#", schema.path("$anchor"));
            name(place, "#", schema.path("$dynamicAnchor"));
            name(place, "", schema.path("$id"));
            schema.propertyNames().forEach(key -> collect(place.at(key)));
        } else if (schema.isArray()) {
            for (int i = 0; i < schema.size(); i++) {
                collect(place.at(i));
            }
        }
    }

    private void name(Place place, String before, JsonNode name) {
        if (name.isString()) {
            named.putIfAbsent(before + name.stringValue(), place);
        }
    }

    /**
     * @param from the schema that refers
     */
    Place find(Place from, String keyword) {
        JsonNode value = from.schema().path(keyword);
        if (!value.isString()) {
            throw Complaints.wrong(from, keyword, "must be a string");
        }
        String reference = value.stringValue();
        Place known = named.get(reference);
        if (known != null) {
            return known;
        }
        int hash = reference.indexOf('#');
        String document = hash < 0 ? reference : reference.substring(0, hash);
        Place base = document.isEmpty() ? root : named.get(document);
        if (base == null) {
            throw Complaints.wrong(
                    from,
                    keyword,
                    "refers to \"" + reference + "\", which is not in this document");
        }
        return hash < 0 ? base : follow(from, base, reference.substring(hash + 1), reference);
    }

    private static Place follow(Place from, Place base, String path, String reference) {
        Place place = base;
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        for (String step :
                decoded.isEmpty() ? new String[0] : decoded.substring(1).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            JsonNode schema = place.schema();
            boolean index = schema.isArray() && key.matches("\\d{1,6}");
            if (!decoded.startsWith("/")
                    || !(index ? schema.has(Integer.parseInt(key)) : schema.has(key))) {
                throw Complaints.wrong(
                        from, "$ref", "refers to \"" + reference + "\", which is not there");
            }
            place = index ? place.at(Integer.parseInt(key)) : place.at(key);
        }
        return place;
    }
}
