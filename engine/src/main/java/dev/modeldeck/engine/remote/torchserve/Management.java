package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Described;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Together;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The port at which models are managed, and what it tells of them. */
final class Management {

    static final String ADDRESS = "management_url";
    static final String KEY = "management_key";
    static final String MODELS = "models";

    private static final int PORT = 8081;
    private static final int PAGE = 100;

    private Management() {}

    /**
     * What is known of the models.
     *
     * @param described what the server says of each version of those models that it was asked for
     * @param trouble why it says nothing; empty where it does
     */
    record Found(List<ServedModel> models, List<JsonNode> described, String trouble) {
        Found {
            models = List.copyOf(models);
            described = List.copyOf(described);
        }
    }

    /** Its door, with its own key where one was given. */
    static Site of(Site site) {
        String key = site.setting(KEY);
        Site there = site.port(ADDRESS, PORT);
        return key.isEmpty() ? there : there.replacingHeader("Authorization", "Bearer " + key);
    }

    /**
     * The port is often closed to other machines, which must not keep the models from answering.
     */
    static Found models(Site site) {
        Site management = of(site);
        try {
            List<JsonNode> all = listed(management);
            List<JsonNode> asked =
                    Together.each(Described.of(all), one -> describe(management, name(one)));
            List<ServedModel> models = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                models.add(
                        i < asked.size()
                                ? model(name(all.get(i)), asked.get(i))
                                : mentioned(all.get(i)));
            }
            return new Found(models, asked.stream().flatMap(JsonNode::valueStream).toList(), "");
        } catch (EngineException e) {
            if (!(e.problem() instanceof Problem.Unavailable)) {
                throw e;
            }
            String trouble = "%s: %s".formatted(management.root(), e.problem().message());
            return new Found(named(site.setting(MODELS)), List.of(), trouble);
        }
    }

    /** The default version of a model as it is; an empty object where that cannot be asked. */
    static ObjectNode present(Site site, String model) {
        JsonNode first = of(site).get(new Query("models", model).toString()).found().path(0);
        return first instanceof ObjectNode object ? object : Json.object();
    }

    private static JsonNode describe(Site management, String name) {
        return management.get(new Query("models", name, "all").toString()).found();
    }

    private static String name(JsonNode listed) {
        return listed.path("modelName").asString("");
    }

    private static List<JsonNode> listed(Site management) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        do {
            String path =
                    new Query("models")
                            .with("limit", Integer.toString(PAGE))
                            .with("next_page_token", token)
                            .toString();
            requireKey(management.get(path));
            JsonNode page = management.json(path);
            page.path("models").forEach(all::add);
            String next = page.path("nextPageToken").asString("");
            token = next.equals(token) ? "" : next;
        } while (!token.isEmpty());
        return all;
    }

    /** A wrong token is a bad request to TorchServe. */
    private static void requireKey(Reply reply) {
        if (reply.json().path("type").asString("").equals("InvalidKeyException")) {
            throw new EngineException(
                    new Problem.Unauthenticated(
                            "TorchServe's management wants another key. Give the one for management in its key_file.json as \"Management key\"; it changes with each start."));
        }
    }

    private static List<ServedModel> named(String setting) {
        return Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> new ServedModel(name, "", State.READY, Set.of(), Map.of()))
                .toList();
    }

    /** Nothing is known against its answering. */
    private static ServedModel mentioned(JsonNode listed) {
        Facts facts = new Facts().add("File", listed.path("modelUrl"));
        return new ServedModel(name(listed), "", State.READY, Set.of(), facts.map());
    }

    private static ServedModel model(String name, JsonNode versions) {
        Map<String, String> facts = new LinkedHashMap<>();
        List<String> numbers = new ArrayList<>();
        int ready = 0;
        int workers = 0;
        for (JsonNode version : versions) {
            numbers.add(version.path("modelVersion").asString(""));
            for (JsonNode worker : version.path("workers")) {
                workers++;
                ready += worker.path("status").asString("").equals("READY") ? 1 : 0;
            }
        }
        JsonNode first = versions.path(0);
        facts.put("Versions", String.join(", ", numbers));
        facts.put("Workers", ready + " of " + workers + " ready");
        facts.put("Batch", first.path("batchSize").asString(""));
        facts.put("File", first.path("modelUrl").asString(""));
        facts.put("Runtime", first.path("runtime").asString(""));
        facts.values().removeIf(String::isEmpty);
        return new ServedModel(name, "", state(ready, workers), Set.of(), facts);
    }

    private static State state(int ready, int workers) {
        if (ready > 0) {
            return State.READY;
        }
        return workers > 0 ? State.CHANGING : State.NOT_LOADED;
    }
}
