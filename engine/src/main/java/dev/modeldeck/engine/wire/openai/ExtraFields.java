package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a body says beyond the fields that have been read, and {@code {"modeldeck": {"strict":
 * true}}}, which refuses to have any of it ignored.
 */
final class ExtraFields {

    private static final String OWN = "modeldeck";

    /** What speaks of the call and not of the answer, or has its say elsewhere. */
    private static final Set<String> ASIDE =
            Set.of(OWN, "model", "stream", "stream_options", "client_request_id", "usage_context");

    private ExtraFields() {}

    /** Call it after all other fields have been read. */
    static Extras parse(Fields fields) {
        Map<String, JsonNode> extras = new LinkedHashMap<>();
        fields.unread()
                .forEach((key, value) -> {
                    if (!ASIDE.contains(key)) {
                        extras.put(key, value);
                    }
                });
        ObjectNode own = fields.object(OWN);
        return new Extras(extras, own != null && new Fields(own).flag("strict"));
    }

    static void strict(ObjectNode body) {
        body.putObject(OWN).put("strict", true);
    }

    /** Adds them where no field of that name is there. */
    static void write(ObjectNode body, Extras extras) {
        extras.parameters()
                .forEach((key, value) -> {
                    if (!body.has(key)) {
                        body.set(key, value);
                    }
                });
    }
}
