package dev.modeldeck.engine.local.text.constraint.json;

import java.util.Set;

/** Keywords that tell people something, or name what others refer to, and restrict no value. */
final class Annotations {

    private static final Set<String> ALL =
            Set.of(
                    "$schema",
                    "$id",
                    "$anchor",
                    "$dynamicAnchor",
                    "$recursiveAnchor",
                    "$comment",
                    "$defs",
                    "$vocabulary",
                    "definitions",
                    "title",
                    "description",
                    "default",
                    "example",
                    "examples",
                    "deprecated",
                    "readOnly",
                    "writeOnly");

    private Annotations() {}

    static boolean is(String keyword) {
        return ALL.contains(keyword);
    }
}
