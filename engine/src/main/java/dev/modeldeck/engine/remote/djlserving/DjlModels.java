package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Described;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Together;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What DJL Serving tells of its models and workflows. A model is a workflow of one part; the parts
 * of others are listed as {@code workflow:part}.
 *
 * @param described the parts of each version of those workflows that were asked for, by their names
 */
record DjlModels(List<ServedModel> served, Map<String, List<JsonNode>> described) {

    private static final int PAGE = 100;

    DjlModels {
        served = List.copyOf(served);
        described = Map.copyOf(described);
    }

    /** What one workflow tells when it is asked for. */
    private record Told(String name, List<JsonNode> parts, String adapters) {}

    static DjlModels read(Site site) {
        Map<String, List<JsonNode>> listed = new LinkedHashMap<>();
        for (JsonNode one : pages(site, "models")) {
            String name = one.path("modelName").asString("").split(":", 2)[0];
            listed.computeIfAbsent(name, _ -> new ArrayList<>()).add(one);
        }
        for (JsonNode one : pages(site, "workflows")) {
            listed.computeIfAbsent(one.path("workflowName").asString(""), _ -> List.of());
        }
        List<Told> asked =
                Together.each(
                        Described.of(List.copyOf(listed.keySet())),
                        name -> new Told(name, describe(site, name), adapters(site, name)));
        Map<String, Told> told = new LinkedHashMap<>();
        asked.forEach(one -> told.put(one.name(), one));
        List<ServedModel> served = new ArrayList<>();
        listed.forEach((name, entries) ->
                served.add(model(entries, told.getOrDefault(name, new Told(name, List.of(), "")))));
        return new DjlModels(
                served, asked.stream().collect(Collectors.toMap(Told::name, Told::parts)));
    }

    /** All parts of all versions. */
    static List<JsonNode> describe(Site site, String name) {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode version : site.get(new Query("models", name).toString()).found()) {
            version.path("models").forEach(parts::add);
        }
        return parts;
    }

    private static List<JsonNode> pages(Site site, String what) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        int before;
        do {
            before = all.size();
            JsonNode page =
                    site.json(
                            new Query(what)
                                    .with("limit", Integer.toString(PAGE))
                                    .with("next_page_token", token)
                                    .toString());
            if (!page.path(what).isArray()) {
                throw new EngineException(
                        new Problem.Upstream(
                                "GET /%s was not answered with a list. Check that the address is the one of DJL Serving."
                                        .formatted(what),
                                502));
            }
            page.path(what).forEach(all::add);
            token = page.path("nextPageToken").asString("");
            // The last page of workflows tells a token too.
        } while (!token.isEmpty() && all.size() - before >= PAGE);
        return all;
    }

    private static ServedModel model(List<JsonNode> entries, Told told) {
        String name = told.name();
        List<JsonNode> parts = told.parts();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Versions", joined(entries, "version"));
        facts.put("Address of the files", joined(entries, "modelUrl"));
        JsonNode first = parts.isEmpty() ? null : parts.getFirst();
        if (first != null) {
            facts.put("Workers", workers(parts));
            facts.put("Batch", first.path("batchSize").asString(""));
            facts.put("Queue", first.path("queueSize").asString(""));
        }
        facts.put("Adapters", told.adapters());
        facts.values().removeIf(String::isEmpty);
        boolean workflow = entries.isEmpty() || !named(entries, name);
        return new ServedModel(name, workflow ? "workflow" : "", state(entries), Set.of(), facts);
    }

    private static boolean named(List<JsonNode> entries, String name) {
        return entries.stream().anyMatch(one -> one.path("modelName").asString("").equals(name));
    }

    private static State state(List<JsonNode> entries) {
        List<String> words =
                entries.stream().map(one -> one.path("status").asString("READY")).toList();
        if (words.contains("FAILED")) {
            return State.FAILED;
        }
        return words.stream().allMatch("READY"::equals) ? State.READY : State.CHANGING;
    }

    private static String workers(List<JsonNode> parts) {
        int ready = 0;
        int all = 0;
        for (JsonNode part : parts) {
            for (JsonNode group : part.path("workerGroups")) {
                for (JsonNode worker : group.path("workers")) {
                    all++;
                    ready += worker.path("status").asString("").equals("READY") ? 1 : 0;
                }
            }
        }
        return ready + " of " + all + " ready";
    }

    /** Refused where the model takes none. */
    private static String adapters(Site site, String name) {
        List<JsonNode> adapters = new ArrayList<>();
        site.get(new Query("models", name, "adapters").toString())
                .found()
                .path("adapters")
                .forEach(adapters::add);
        return joined(adapters, "name");
    }

    private static String joined(List<JsonNode> objects, String key) {
        return String.join(
                ", ",
                objects.stream()
                        .map(one -> one.path(key).asString(""))
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .toList());
    }
}
