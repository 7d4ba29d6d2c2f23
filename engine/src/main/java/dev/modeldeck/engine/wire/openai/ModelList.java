package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** {@code GET /v1/models}. */
public final class ModelList {

    private ModelList() {}

    /**
     * One model.
     *
     * @param created Unix time in seconds
     */
    public record Entry(String id, long created, String ownedBy) {

        public ObjectNode json() {
            return Json.object()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", created)
                    .put("owned_by", ownedBy);
        }
    }

    public static ObjectNode json(List<Entry> models) {
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        models.forEach(model -> data.add(model.json()));
        return json;
    }
}
