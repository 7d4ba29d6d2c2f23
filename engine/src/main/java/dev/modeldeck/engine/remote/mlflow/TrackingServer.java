package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.RegisteredModels;

import tools.jackson.databind.JsonNode;

import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code mlflow server}: keeps registered models and the runs that made them, and runs none. */
public final class TrackingServer implements RemoteServer {

    private static final int MOST = 200;
    private static final String MODELS =
            "/api/2.0/mlflow/registered-models/search?max_results=" + MOST;

    @Override
    public String id() {
        return "mlflow";
    }

    @Override
    public String label() {
        return "MLflow tracking server";
    }

    @Override
    public List<Integer> ports() {
        return List.of(5000);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        if (!site.get("/health").body().strip().equals("OK")) {
            return Optional.empty();
        }
        JsonNode models = site.get(MODELS).found();
        boolean registry =
                models.isObject() && (models.isEmpty() || models.has("registered_models"));
        return Versions.of(site)
                .filter(_ -> registry)
                .map(version ->
                        new Recognition(
                                "GET /version answered "
                                        + version
                                        + ", and it has a registry of models"));
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode page = site.json(MODELS);
        if (!page.isObject()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The registry was not answered with a list of models. Check that the address is the one of a tracking server.",
                            502));
        }
        Set<Capability> capabilities = EnumSet.of(Capability.REGISTRY);
        List<ServedModel> models =
                page.path("registered_models")
                        .valueStream()
                        .filter(model -> !RegisteredModels.isPrompt(model))
                        .map(model -> model(model, capabilities))
                        .toList();
        boolean more = !page.path("next_page_token").asString("").isEmpty();
        Map<String, String> facts =
                new Facts()
                        .add(
                                "Models",
                                more
                                        ? "the first " + MOST + "; search the registry for others"
                                        : "")
                        .map();
        return new ServerLook(Versions.of(site).orElse(""), models, capabilities, facts, List.of());
    }

    private static ServedModel model(JsonNode json, Set<Capability> capabilities) {
        RemoteRegistry.Model model = RegisteredModels.model(json, "");
        Map<String, String> facts =
                new Facts()
                        .add("Description", model.description())
                        .add("Latest version", latest(json))
                        .add("Aliases", written(model.aliases()))
                        .add("Tags", written(model.tags()))
                        .add(
                                "Last updated",
                                model.updated() == null
                                        ? ""
                                        : model.updated()
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .toString())
                        .map();
        return new ServedModel(model.name(), "", ServedModel.State.NOT_LOADED, capabilities, facts);
    }

    private static String latest(JsonNode model) {
        return model.path("latest_versions")
                .valueStream()
                .map(version -> version.path("version").asString(""))
                .max(Comparator.comparingInt(String::length).thenComparing(text -> text))
                .orElse("");
    }

    /** As text, in the order of the names. */
    static String written(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .reduce((some, more) -> some + ", " + more)
                .orElse("");
    }

    @Override
    public Backend open(Site site, String model) {
        return new RunsNothing();
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(SetAlias.ACTION);
    }

    @Override
    public List<ServerPage> pages() {
        return TrackingPages.ALL;
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return new TrackingPages(site).read(page, model);
    }

    @Override
    public Optional<RemoteRegistry> registry(Site site) {
        return Optional.of(new TrackingRegistry(site));
    }

    /** What a tracking server answers to a call. */
    private record RunsNothing() implements Backend {

        @Override
        public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "A tracking server keeps models and runs none. Import a version, or serve it with \"mlflow models serve\" and connect that."));
        }

        @Override
        public void close() {}
    }
}
