package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of a server with the model repository extension, those not loaded among them. */
final class Repository {

    private static final String INDEX = "/v2/repository/index";

    /**
     * A model, of which several versions may be known.
     *
     * @param reason why it is in that state; may be empty
     */
    record Entry(String name, List<String> versions, State state, String reason) {
        Entry {
            versions = List.copyOf(versions);
        }

        /** Of two versions, the one that answers stands for the model. */
        Entry and(Entry other) {
            List<String> both = new ArrayList<>(versions);
            both.addAll(other.versions);
            Entry speaks = state == State.READY ? this : other;
            return new Entry(name, both, speaks.state, speaks.reason);
        }
    }

    private Repository() {}

    /** Empty where the server has no such extension. Reads, although by a POST. */
    static Optional<List<Entry>> index(Site site) {
        Reply reply = Protocol.of(site).post(INDEX, Json.object());
        JsonNode list = reply.found();
        if (!list.isArray()) {
            return Optional.empty();
        }
        return Optional.of(entries(list));
    }

    /** The models of which there are statistics: those that are loaded. */
    static List<Entry> running(JsonNode statistics) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode one : statistics.path("model_stats")) {
            entries.add(new Entry(one.path("name").asString(""), versions(one), State.READY, ""));
        }
        return together(entries);
    }

    private static List<Entry> entries(JsonNode list) {
        List<Entry> entries = new ArrayList<>();
        list.forEach(one -> entries.add(entry(one)));
        return together(entries);
    }

    private static List<Entry> together(List<Entry> versions) {
        Map<String, Entry> models = new LinkedHashMap<>();
        versions.forEach(entry -> models.merge(entry.name(), entry, Entry::and));
        return List.copyOf(models.values());
    }

    private static List<String> versions(JsonNode one) {
        String version = one.path("version").asString("");
        return version.isEmpty() ? List.of() : List.of(version);
    }

    private static Entry entry(JsonNode one) {
        String reason = one.path("reason").asString("");
        return new Entry(
                one.path("name").asString(""),
                versions(one),
                state(one.path("state").asString(""), reason),
                reason);
    }

    private static State state(String word, String reason) {
        return switch (word) {
            case "READY" -> State.READY;
            case "LOADING", "UNLOADING" -> State.CHANGING;
            case "UNAVAILABLE" ->
                    reason.isEmpty() || reason.equals("unloaded") ? State.NOT_LOADED : State.FAILED;
            default -> State.NOT_LOADED;
        };
    }
}
