package dev.modeldeck.engine.remote.ollama;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ollama, in its own protocol. */
public final class OllamaServer implements RemoteServer {

    private static final String VERSION = "/api/version";

    /** Models that are asked about one by one at a look: those in memory, which are few. */
    private static final int MOST_ASKED = 4;

    private static final Set<Capability> ALL =
            EnumSet.of(
                    Capability.CHAT,
                    Capability.COMPLETION,
                    Capability.EMBEDDING,
                    Capability.STREAMING,
                    Capability.LOGPROBS,
                    Capability.TOOLS,
                    Capability.STRUCTURED_ANSWERS,
                    Capability.LOADING,
                    Capability.MANAGING);

    @Override
    public String id() {
        return "ollama";
    }

    @Override
    public String label() {
        return "Ollama";
    }

    @Override
    public List<Integer> ports() {
        return List.of(11434);
    }

    @Override
    public List<SettingSpec> settings() {
        return OllamaTerms.SETTINGS;
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        Reply reply = site.get(VERSION);
        return reply.found().path("version").isString()
                ? Optional.of(new Recognition("GET " + VERSION + " answered " + reply.quote()))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode tags = site.json("/api/tags").path("models");
        if (!tags.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /api/tags was answered without models. Check that the address is the one of Ollama, without a path.",
                            502));
        }
        Map<String, JsonNode> loaded = new HashMap<>();
        site.get("/api/ps")
                .found()
                .path("models")
                .forEach(entry -> loaded.put(entry.path("name").asString(""), entry));
        List<ServedModel> models = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        int asked = 0;
        for (JsonNode tag : tags) {
            String name = tag.path("name").asString("");
            JsonNode inMemory = loaded.get(name);
            JsonNode shown = Json.object();
            if (inMemory != null && asked < MOST_ASKED) {
                asked++;
                shown = site.post("/api/show", Json.object().put("model", name)).found();
            }
            models.add(OllamaModel.of(tag, inMemory, shown));
            if (inMemory != null) {
                memory(figures, name, inMemory);
            }
        }
        return new ServerLook(
                site.get(VERSION).found().path("version").asString(""),
                models,
                ALL,
                Map.of(),
                figures);
    }

    @Override
    public Backend open(Site site, String model) {
        return new OllamaBackend(site.http(), RemoteModel.at(site, model), OllamaTerms.of(site));
    }

    @Override
    public List<ServerAction> actions() {
        return OllamaActions.ALL;
    }

    private static void memory(List<Figure> figures, String name, JsonNode inMemory) {
        long size = inMemory.path("size").asLong(0);
        long card = inMemory.path("size_vram").asLong(0);
        figures.add(new Figure(Measure.MEMORY_BYTES, name, Math.max(0, size - card)));
        figures.add(new Figure(Measure.GPU_MEMORY_BYTES, name, card));
    }
}
