package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.remote.Facts;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An endpoint as the REST tells it, seen as a model that can be called. */
record EndpointReading(JsonNode json) {

    String name() {
        return json.path("name").asString("");
    }

    /** Whether Databricks itself serves it, beside all workspaces. */
    boolean foundation() {
        return json.at("/config/served_entities")
                .valueStream()
                .anyMatch(entity -> entity.path("foundation_model").isObject());
    }

    boolean updating() {
        return update().equals("IN_PROGRESS");
    }

    boolean ready() {
        return state() == State.READY;
    }

    Instant updated() {
        return Instant.ofEpochMilli(json.path("last_updated_timestamp").asLong(0));
    }

    /**
     * @param switchable whether it can be started and stopped
     */
    ServedModel model(boolean switchable) {
        Set<Capability> capabilities = capabilities();
        if (switchable) {
            capabilities.add(Capability.LOADING);
        }
        return new ServedModel(name(), task(), state(), capabilities, facts());
    }

    private String task() {
        return json.path("task").asString("");
    }

    private String update() {
        return json.at("/state/config_update").asString("NOT_UPDATING");
    }

    private State state() {
        String ready = json.at("/state/ready").asString("");
        if (ready.equals("READY")) {
            return State.READY;
        }
        return switch (update()) {
            case "IN_PROGRESS" -> State.CHANGING;
            case "UPDATE_FAILED", "UPDATE_CANCELED" -> State.FAILED;
            default -> State.STOPPED;
        };
    }

    private Set<Capability> capabilities() {
        return switch (task()) {
            case "llm/v1/chat", "agent/v1/chat", "agent/v2/chat" ->
                    EnumSet.of(Capability.CHAT, Capability.STREAMING);
            case "llm/v1/completions" -> EnumSet.of(Capability.COMPLETION, Capability.STREAMING);
            case "llm/v1/embeddings" -> EnumSet.of(Capability.EMBEDDING);
            case "" -> EnumSet.of(Capability.TABULAR);
            default -> EnumSet.noneOf(Capability.class);
        };
    }

    private Map<String, String> facts() {
        JsonNode config = json.path("config").isObject() ? json.path("config") : pending();
        boolean dated = json.has("last_updated_timestamp");
        return new Facts()
                .add("Served entities", entities(config))
                .add("Workload", workloads(config))
                .add(
                        "Update",
                        switch (update()) {
                            case "IN_PROGRESS" -> "in progress: " + entities(pending());
                            case "UPDATE_FAILED" -> "failed" + said();
                            case "UPDATE_CANCELED" -> "cancelled" + said();
                            default -> "";
                        })
                .add("Description", json.path("description"))
                .add("Creator", json.path("creator"))
                .add(
                        "Last updated",
                        dated ? updated().truncatedTo(ChronoUnit.SECONDS).toString() : "")
                .add("Tags", tags())
                .add("Permission", json.path("permission_level"))
                .map();
    }

    private JsonNode pending() {
        return json.path("pending_config");
    }

    private String said() {
        String message = json.at("/state/message").asString("");
        return message.isEmpty() ? "" : ": " + message;
    }

    private static String entities(JsonNode config) {
        Map<String, String> shares = Traffic.of(config).written();
        return config.path("served_entities")
                .valueStream()
                .map(entity -> {
                    String share = shares.get(entity.path("name").asString(""));
                    return served(entity) + (share == null ? "" : ", " + share + " %");
                })
                .collect(Collectors.joining("; "));
    }

    private static String served(JsonNode entity) {
        JsonNode external = entity.path("external_model");
        if (external.isObject()) {
            return "%s of %s"
                    .formatted(
                            external.path("name").asString(""),
                            external.path("provider").asString(""));
        }
        String name = entity.path("entity_name").asString("");
        if (name.isEmpty()) {
            return entity.at("/foundation_model/name").asString(entity.path("name").asString(""));
        }
        String version = entity.path("entity_version").asString("");
        return version.isEmpty() ? name : name + " version " + version;
    }

    private static String workloads(JsonNode config) {
        return config.path("served_entities")
                .valueStream()
                .map(EndpointReading::workload)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String workload(JsonNode entity) {
        String size =
                "%s %s"
                        .formatted(
                                entity.path("workload_size").asString(""),
                                entity.path("workload_type").asString(""))
                        .strip();
        return size.isEmpty() || !entity.path("scale_to_zero_enabled").asBoolean(false)
                ? size
                : size + ", scales to zero";
    }

    private String tags() {
        Map<String, String> tags = new TreeMap<>();
        json.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asString(""), tag.path("value").asString("")));
        return Pairs.write(tags);
    }
}
