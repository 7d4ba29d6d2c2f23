package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.MetricsPage;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The part that all servers of OpenAI's protocol share. */
final class Protocol {

    /** What is taken for granted where a server does not say what its models can. */
    static final Set<Capability> TEXT =
            EnumSet.of(Capability.CHAT, Capability.COMPLETION, Capability.STREAMING);

    /** What the engines of open models can all do. */
    static final Set<Capability> FULL =
            EnumSet.of(
                    Capability.CHAT,
                    Capability.COMPLETION,
                    Capability.STREAMING,
                    Capability.LOGPROBS,
                    Capability.TOOLS,
                    Capability.STRUCTURED_ANSWERS);

    /** For servers that have both ways to chat. */
    static final SettingSpec API =
            new SettingSpec(
                    "api",
                    "Chats go to",
                    "Some models are only served at /responses.",
                    new SettingSpec.Kind.Choice(List.of("chat", "responses")),
                    "chat");

    private Protocol() {}

    /** Where the protocol begins: {@code /v1} below a bare address, else the address itself. */
    static Site of(Site site) {
        String path = site.root().getPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        return bare ? site.elsewhere(URI.create(site.at("/v1").toString())) : site;
    }

    /** The server's own address, without {@code /v1} at its end. */
    static Site beside(Site site) {
        return site.without("/v1");
    }

    /** The elements of {@code GET /models}; a missing node for any other answer. */
    static JsonNode found(Site site) {
        return of(site).get("/models").found().path("data");
    }

    /** Recognises a server by the owner that it gives its models. */
    static Optional<Recognition> ownedBy(Site site, String owner) {
        for (JsonNode entry : found(site)) {
            if (entry.path("owned_by").asString("").equals(owner)) {
                return Optional.of(answered(site, "with models owned by \"" + owner + "\""));
            }
        }
        return Optional.empty();
    }

    static Recognition answered(Site site, String how) {
        return new Recognition("GET " + of(site).at("/models").getPath() + " answered " + how);
    }

    /** The models that the server lists, each as it is to be seen. */
    static List<ServedModel> models(Site site, Function<JsonNode, ServedModel> seen) {
        return list(of(site), "/models", "data").stream().map(seen).toList();
    }

    /** A model that is ready, with what most servers tell of it. */
    static ServedModel ready(JsonNode entry, Set<Capability> capabilities) {
        return new ServedModel(
                entry.path("id").asString(""),
                "",
                ServedModel.State.READY,
                capabilities,
                facts(entry).map());
    }

    /** What most servers tell of a model. */
    static Facts facts(JsonNode entry) {
        return new Facts()
                .add("Owner", entry.path("owned_by"))
                .count("Context", entry.path("max_model_len"));
    }

    /** An array that a server must answer with. */
    static List<JsonNode> list(Site site, String path, String key) {
        JsonNode array = site.json(path).path(key);
        if (!array.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET %s was answered without a list of models. Check that the address is the one of the server's API."
                                    .formatted(path),
                            502));
        }
        List<JsonNode> entries = new ArrayList<>();
        array.forEach(entries::add);
        return entries;
    }

    /** What the server measures itself; empty where it does not tell. */
    static List<Figure> figures(Site site, MetricFigures names) {
        return MetricsPage.read(beside(site), "/metrics", names);
    }

    /** The same capabilities, and metrics where there are figures. */
    static Set<Capability> with(Set<Capability> capabilities, List<Figure> figures) {
        Set<Capability> all = EnumSet.copyOf(capabilities);
        if (!figures.isEmpty()) {
            all.add(Capability.METRICS);
        }
        return all;
    }
}
