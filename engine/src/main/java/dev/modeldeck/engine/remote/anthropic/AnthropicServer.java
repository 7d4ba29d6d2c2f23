package dev.modeldeck.engine.remote.anthropic;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.RemoteModel;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Anthropic, or a server that speaks its Messages. */
public final class AnthropicServer implements RemoteServer {

    private static final String HOST = "api.anthropic.com";
    private static final String VERSION_HEADER = "anthropic-version";
    private static final String VERSION = "2023-06-01";
    private static final String MODELS = "/models?limit=1000";
    private static final String MAX_TOKENS = "max_tokens";
    private static final int USUAL_MAX_TOKENS = 4096;

    private static final Set<Capability> ALL =
            EnumSet.of(Capability.CHAT, Capability.STREAMING, Capability.TOOLS);

    @Override
    public String id() {
        return "anthropic";
    }

    @Override
    public String label() {
        return "Anthropic";
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        MAX_TOKENS,
                        "Longest answer",
                        "In tokens, for chats that do not say: this protocol wants a number.",
                        new SettingSpec.Kind.Whole(1, Integer.MAX_VALUE),
                        Integer.toString(USUAL_MAX_TOKENS)));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        if (HOST.equals(site.root().getHost())) {
            return Optional.of(
                    new Recognition("the address is the one at which Anthropic answered"));
        }
        JsonNode list = door(site).get(MODELS).found();
        JsonNode first = list.path("data").path(0);
        return list.has("has_more") && first.path("type").asString("").equals("model")
                ? Optional.of(
                        new Recognition("GET /v1/models answered with models of Anthropic's form"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode data = door(site).json(MODELS).path("data");
        if (!data.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /v1/models was answered without a list of models. Check that the address is the one of Anthropic's API.",
                            502));
        }
        List<ServedModel> models = new ArrayList<>();
        for (JsonNode entry : data) {
            models.add(
                    new ServedModel(
                            entry.path("id").asString(""),
                            "",
                            ServedModel.State.READY,
                            ALL,
                            new Facts()
                                    .add("Name", entry.path("display_name"))
                                    .add("Since", entry.path("created_at"))
                                    .count("Context", entry.path("max_input_tokens"))
                                    .count("Longest answer", entry.path("max_tokens"))
                                    .map()));
        }
        return new ServerLook("", models, ALL, Map.of(), List.of());
    }

    @Override
    public Backend open(Site site, String model) {
        return new AnthropicBackend(
                site.http(), RemoteModel.at(door(site), model), maxTokens(site));
    }

    /** The door of the protocol, where each request names the protocol's version. */
    private static Site door(Site site) {
        String path = site.root().getPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        Site there = bare ? site.elsewhere(URI.create(site.at("/v1").toString())) : site;
        return there.withHeader(VERSION_HEADER, VERSION);
    }

    private static int maxTokens(Site site) {
        String set = site.setting(MAX_TOKENS).strip();
        try {
            return set.isEmpty() ? USUAL_MAX_TOKENS : Integer.parseInt(set);
        } catch (NumberFormatException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The longest answer is a whole number of tokens.", MAX_TOKENS),
                    e);
        }
    }
}
