package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** What a person filled into a form, and what they emptied. */
record Edits(Map<String, String> texts) {

    boolean has(String key) {
        return !text(key).isEmpty();
    }

    String text(String key) {
        return texts.getOrDefault(key, "").strip();
    }

    String required(String key) {
        if (!has(key)) {
            throw Fields.wrong(key, "is needed.");
        }
        return text(key);
    }

    boolean flag(String key) {
        return text(key).equals("true");
    }

    OptionalLong whole(String key) {
        if (!has(key)) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text(key));
            if (value >= 0) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // the same sentence
        }
        throw Fields.wrong(key, "must be a whole number.");
    }

    /** Those that differ from what the form began with. */
    Edits changedFrom(Map<String, String> beginning) {
        Map<String, String> changed = new HashMap<>();
        texts.forEach((key, value) -> {
            if (!Objects.equals(value.strip(), beginning.getOrDefault(key, "").strip())) {
                changed.put(key, value);
            }
        });
        return new Edits(changed);
    }

    boolean named(String key) {
        return texts.containsKey(key);
    }

    boolean none() {
        return texts.isEmpty();
    }

    /** Puts a text where one was given; one that was emptied goes. */
    void textInto(ObjectNode json, String key) {
        if (has(key)) {
            json.put(key, text(key));
        } else if (named(key)) {
            json.remove(key);
        }
    }

    void wholeInto(ObjectNode json, String key) {
        OptionalLong value = whole(key);
        if (value.isPresent()) {
            json.put(key, value.getAsLong());
        } else if (named(key)) {
            json.remove(key);
        }
    }

    /** Also a {@code false} is put there: it is not the same as none. */
    void flagInto(ObjectNode json, String key) {
        if (has(key)) {
            json.put(key, flag(key));
        }
    }
}
