package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part that all servers of OpenAI's protocol share. */
final class Protocol {

    /** What is taken for granted where a server does not say what its models can. */
    static final Set<Capability> TEXT =
            EnumSet.of(Capability.CHAT, Capability.COMPLETION, Capability.STREAMING);

    private Protocol() {}

    /** Where the protocol begins: {@code /v1} below a bare address, else the address itself. */
    static Site of(Site site) {
        String path = site.root().getPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        return bare ? site.elsewhere(URI.create(site.at("/v1").toString())) : site;
    }

    /** The server's own address, without {@code /v1} at its end. */
    static Site beside(Site site) {
        String root = site.root().toString().replaceAll("/+$", "");
        return root.endsWith("/v1")
                ? site.elsewhere(URI.create(root.substring(0, root.length() - 3)))
                : site;
    }

    /** The elements of {@code GET /models}; a missing node for any other answer. */
    static JsonNode found(Site site) {
        return of(site).get("/models").found().path("data");
    }

    /** The models that the server lists. */
    static List<ServedModel> models(Site site, Set<Capability> capabilities) {
        JsonNode data = of(site).json("/models").path("data");
        if (!data.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /models was answered without a list of models. Check that the address is the one of an OpenAI-compatible API.",
                            502));
        }
        List<ServedModel> models = new ArrayList<>();
        for (JsonNode entry : data) {
            models.add(
                    new ServedModel(
                            entry.path("id").asString(""),
                            "",
                            ServedModel.State.READY,
                            capabilities,
                            facts(entry)));
        }
        return models;
    }

    private static Map<String, String> facts(JsonNode entry) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Owner", entry.path("owned_by").asString(""));
        put(facts, "Context", entry.path("max_model_len").asString(""));
        return facts;
    }

    private static void put(Map<String, String> facts, String label, String value) {
        if (!value.isEmpty()) {
            facts.put(label, value);
        }
    }
}
