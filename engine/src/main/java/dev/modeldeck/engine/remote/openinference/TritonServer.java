package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.RemoteModel;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** NVIDIA's Triton, with its repository, statistics, metrics and binary tensors. */
public final class TritonServer implements RemoteServer {

    private static final String METRICS = "metrics_url";

    @Override
    public String id() {
        return "triton";
    }

    @Override
    public String label() {
        return "Triton Inference Server";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8000);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                TensorEncoding.SETTING,
                SettingSpec.text(
                        METRICS,
                        "Metrics address",
                        "Where the server tells its metrics, if not at port 8002 of the same host."));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        JsonNode server = Protocol.of(site).get(Protocol.SERVER).found();
        return server.path("name").asString("").equals("triton")
                ? Optional.of(Protocol.recognition(server))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode server = Protocol.server(site);
        JsonNode statistics = Protocol.of(site).get("/v2/models/stats").found();
        // The repository may be closed to us (--http-restricted-api); what runs is told here too.
        List<Repository.Entry> index =
                Repository.index(site).orElseGet(() -> Repository.running(statistics));
        List<ServedModel> models = new ArrayList<>();
        int asked = 0;
        for (ServedModel model : OpenInferenceServer.indexed(site, index)) {
            boolean ask =
                    model.state() == ServedModel.State.READY
                            && asked++ < OpenInferenceServer.MOST_ASKED;
            models.add(ask ? configured(site, model) : model);
        }
        Set<Capability> all =
                EnumSet.of(Capability.TENSORS, Capability.LOADING, Capability.METRICS);
        models.forEach(model -> all.addAll(model.capabilities()));
        return new ServerLook(
                server.path("version").asString(""),
                models,
                all,
                Map.of(),
                figures(site, statistics));
    }

    @Override
    public Backend open(Site site, String model) {
        return new OpenInferenceBackend(
                site.http(),
                RemoteModel.at(Protocol.of(site), model),
                TensorEncoding.fitting(site.setting(TensorEncoding.KEY)));
    }

    @Override
    public List<ServerAction> actions() {
        return RepositoryActions.ALL;
    }

    /** With what its configuration says of batches and copies. */
    private static ServedModel configured(Site site, ServedModel model) {
        JsonNode config = Protocol.of(site).get(Protocol.model(model.name()) + "/config").found();
        Map<String, String> facts = new LinkedHashMap<>(model.facts());
        Protocol.put(facts, "Backend", config.path("backend").asString(""));
        int batch = config.path("max_batch_size").asInt(0);
        Protocol.put(facts, "Largest batch", batch == 0 ? "" : Integer.toString(batch));
        if (config.has("dynamic_batching")) {
            facts.put("Batches", "dynamic");
        }
        List<String> groups = new ArrayList<>();
        for (JsonNode group : config.path("instance_group")) {
            groups.add(
                    group.path("count").asInt(1)
                            + " × "
                            + group.path("kind").asString("").replace("KIND_", ""));
        }
        Protocol.put(facts, "Instances", String.join(", ", groups));
        return new ServedModel(
                model.name(), model.task(), model.state(), model.capabilities(), facts);
    }

    private static List<Figure> figures(Site site, JsonNode statistics) {
        List<Figure> figures = new ArrayList<>(TritonFigures.ofModels(statistics));
        figures.addAll(TritonFigures.ofServer(site.port(METRICS, 8002)));
        return figures;
    }
}
