package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of an endpoint. */
final class ChangeTags extends EndpointAction {

    static final String TAGS = "tags";

    ChangeTags(Extent extent) {
        super(extent, "tags", "Change tags", "");
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                EntityForm.text(
                        TAGS, "Tags", "As name=value, name=value, or a JSON object; all of them."));
    }

    @Override
    Map<String, String> present(JsonNode endpoint) {
        return Map.of(TAGS, Pairs.write(tags(endpoint)));
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        Map<String, String> now = tags(workspace.endpoint(name));
        Map<String, String> wanted =
                values.named(TAGS) ? new TreeMap<>(Pairs.parse(values.text(TAGS), TAGS)) : now;
        ObjectNode body = Json.object();
        Map<String, String> added = new TreeMap<>(wanted);
        added.entrySet().removeAll(now.entrySet());
        if (!added.isEmpty()) {
            add(body.putArray("add_tags"), added);
        }
        List<String> gone = now.keySet().stream().filter(key -> !wanted.containsKey(key)).toList();
        if (!gone.isEmpty()) {
            gone.forEach(body.putArray("delete_tags")::add);
        }
        return changing(
                name,
                shown(now),
                shown(wanted),
                Plan.Call.of("PATCH", Workspace.endpointPath(name) + "/tags", body));
    }

    static void add(ArrayNode array, Map<String, String> tags) {
        new TreeMap<>(tags)
                .forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    }

    private static Map<String, String> tags(JsonNode endpoint) {
        Map<String, String> tags = new TreeMap<>();
        endpoint.path(TAGS)
                .forEach(tag ->
                        tags.put(tag.path("key").asString(""), tag.path("value").asString("")));
        return tags;
    }

    private static ObjectNode shown(Map<String, String> tags) {
        ObjectNode json = Json.object();
        add(json.putArray(TAGS), tags);
        return json;
    }
}
