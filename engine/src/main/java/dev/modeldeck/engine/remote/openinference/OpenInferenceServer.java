package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.RemoteModel;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any server of the protocol: KServe, MLServer, OpenVINO, another Modeldeck. The protocol itself
 * has no list of models; it comes from the repository extension (MLServer), from KServe's or
 * OpenVINO's own lists, or from the person.
 */
public final class OpenInferenceServer implements RemoteServer {

    private static final String MODELS = "models";

    /** Models that are asked about one by one at a look. */
    static final int MOST_ASKED = 50;

    @Override
    public String id() {
        return "open-inference";
    }

    @Override
    public String label() {
        return "Open Inference Protocol";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8080, 9000);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.text(
                        MODELS,
                        "Models",
                        "Names of the models, with commas between them, where the server does not list them."),
                TensorEncoding.SETTING);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        JsonNode server = Protocol.of(site).get(Protocol.SERVER).found();
        return Protocol.isServer(server)
                ? Optional.of(Protocol.recognition(server))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode server = Protocol.server(site);
        Map<String, String> facts = new LinkedHashMap<>();
        Protocol.put(facts, "Server", server.path("name").asString(""));
        Optional<List<Repository.Entry>> index = Repository.index(site);
        Set<Capability> all = EnumSet.of(Capability.TENSORS);
        if (index.isPresent()) {
            all.add(Capability.LOADING);
        }
        List<ServedModel> models =
                index.isPresent() ? indexed(site, index.get()) : listed(site, names(site));
        models.forEach(model -> all.addAll(model.capabilities()));
        return new ServerLook(server.path("version").asString(""), models, all, facts, List.of());
    }

    @Override
    public Backend open(Site site, String model) {
        return new OpenInferenceBackend(
                site.http(),
                RemoteModel.at(Protocol.of(site), model),
                TensorEncoding.careful(site.setting(TensorEncoding.KEY)));
    }

    @Override
    public List<ServerAction> actions() {
        return RepositoryActions.ALL;
    }

    /**
     * Models of an index; those that do not answer are told with the reason, and those beyond what
     * one look asks for with their name.
     */
    static List<ServedModel> indexed(Site site, List<Repository.Entry> entries) {
        List<ServedModel> models = new ArrayList<>();
        int asked = 0;
        for (Repository.Entry entry : entries) {
            if (entry.state() == State.READY && asked < MOST_ASKED) {
                models.add(Protocol.ready(site, entry.name(), Map.of()));
                asked++;
                continue;
            }
            Map<String, String> facts = new LinkedHashMap<>();
            Protocol.put(facts, "Versions", String.join(", ", entry.versions()));
            Protocol.put(facts, "Reason", entry.reason());
            Set<Capability> can =
                    entry.state() == State.READY ? Set.of(Capability.TENSORS) : Set.of();
            models.add(new ServedModel(entry.name(), "", entry.state(), can, facts));
        }
        return models;
    }

    private static List<ServedModel> listed(Site site, List<String> names) {
        List<ServedModel> models = new ArrayList<>();
        for (String name : names) {
            boolean answers = Protocol.of(site).get(Protocol.model(name) + "/ready").ok();
            models.add(
                    answers
                            ? Protocol.ready(site, name, Map.of())
                            : new ServedModel(name, "", State.NOT_LOADED, Set.of(), Map.of()));
        }
        return models;
    }

    private static List<String> names(Site site) {
        String set = site.setting(MODELS);
        if (!set.isBlank()) {
            return Arrays.stream(set.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
        for (String path : List.of("/v2/models", "/v1/models")) {
            List<String> names = texts(Protocol.of(site).get(path).found().path("models"));
            if (!names.isEmpty()) {
                return names;
            }
        }
        // OpenVINO: an object with the models' names as keys.
        JsonNode config = Protocol.of(site).get("/v1/config").found();
        return config.isObject()
                ? config.properties().stream()
                        .filter(entry -> entry.getValue().has("model_version_status"))
                        .map(Map.Entry::getKey)
                        .toList()
                : List.of();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString("")));
        texts.removeIf(String::isEmpty);
        return texts;
    }
}
