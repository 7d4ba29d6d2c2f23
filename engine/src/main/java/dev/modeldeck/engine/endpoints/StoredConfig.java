package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.endpoints.ServedEntity.Registered;
import dev.modeldeck.engine.registry.ModelName;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A configuration as JSON in the database: its records field by field, where a served entity has
 * either a {@code model} with its {@code version} or an {@code external} one.
 */
final class StoredConfig {

    private static final TypeReference<List<EndpointConfig.Route>> ROUTES =
            new TypeReference<>() {};

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder().build();

    String write(EndpointConfig config) {
        ObjectNode tree = json.createObjectNode().put("version", config.version());
        ArrayNode entities = tree.putArray("entities");
        config.entities().forEach(entity -> entities.add(entity(entity)));
        tree.set("routes", json.valueToTree(config.routes()));
        return json.writeValueAsString(tree);
    }

    EndpointConfig read(String text) {
        JsonNode tree = json.readTree(text);
        List<ServedEntity> entities = new ArrayList<>();
        tree.path("entities").forEach(entity -> entities.add(entity((ObjectNode) entity)));
        return new EndpointConfig(
                tree.path("version").intValue(),
                entities,
                json.treeToValue(tree.path("routes"), ROUTES));
    }

    private ObjectNode entity(ServedEntity entity) {
        ObjectNode tree = json.valueToTree(entity);
        tree.remove("source");
        switch (entity.source()) {
            case Registered registered -> tree.setAll((ObjectNode) json.valueToTree(registered));
            case External external -> tree.set("external", json.valueToTree(external));
        }
        return tree;
    }

    private ServedEntity entity(ObjectNode tree) {
        JsonNode external = tree.path("external");
        return new ServedEntity(
                tree.path("name").stringValue(),
                external.isObject()
                        ? json.treeToValue(external, External.class)
                        : new Registered(
                                json.treeToValue(tree.path("model"), ModelName.class),
                                tree.path("version").intValue()),
                json.treeToValue(tree.path("compute"), ServedEntity.Compute.class),
                tree.path("workloadSize").stringValue(),
                tree.path("scaleToZero").booleanValue(),
                json.treeToValue(tree.path("environment"), TEXTS));
    }
}
