package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a schema an answer cannot be held to: refused, or noted where as much as can be will do.
 */
final class Complaints {

    private final boolean strict;
    private final Set<String> notHeld = new LinkedHashSet<>();

    Complaints(boolean strict) {
        this.strict = strict;
    }

    /**
     * A keyword that cannot be kept to. Goes on where the caller put up with that.
     *
     * @param why one half of a sentence
     */
    void cannot(Place place, String keyword, String why) {
        String where = place.pointer() + "/" + keyword;
        if (strict) {
            throw EngineException.invalid(
                    "The schema's \"%s\" at %s cannot be kept to: %s."
                            .formatted(keyword, where, why));
        }
        notHeld.add(where);
    }

    /** The schema makes no sense, however strict one is. */
    static EngineException wrong(Place place, String keyword, String what) {
        return EngineException.invalid(
                "The schema is wrong at %s/%s: it %s.".formatted(place.pointer(), keyword, what));
    }

    /** Pointers to what the answer is not held to. */
    List<String> notHeld() {
        return new ArrayList<>(notHeld);
    }
}
