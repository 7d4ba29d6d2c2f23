package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Described;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.PredictionBody;
import dev.modeldeck.engine.remote.RemoteModel;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** DJL Serving: predictions, language models, management and metrics, all at one port. */
public final class DjlServingServer implements RemoteServer {

    private static final String WORKFLOWS = "/workflows";

    private final BiFunction<HttpCalls, RemoteModel, Backend> openAi;

    /**
     * @param openAi opens a model behind OpenAI's protocol, which is how chats are answered here
     */
    public DjlServingServer(BiFunction<HttpCalls, RemoteModel, Backend> openAi) {
        this.openAi = openAi;
    }

    @Override
    public String id() {
        return "djl-serving";
    }

    @Override
    public String label() {
        return "DJL Serving";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8080);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(PredictionBody.setting(PredictionBody.INPUTS));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return site.get(WORKFLOWS).found().path("workflows").isArray()
                ? Optional.of(new Recognition("GET /workflows answered with a list of workflows"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        DjlModels models = DjlModels.read(site);
        Set<Capability> all =
                EnumSet.of(
                        Capability.TABULAR,
                        Capability.TENSORS,
                        Capability.LOADING,
                        Capability.MANAGING,
                        Capability.METRICS);
        Facts facts = Described.note(new Facts(), models.served().size());
        return new ServerLook("", models.served(), all, facts.map(), DjlFigures.of(site, models));
    }

    @Override
    public Duration every(ServerLook last) {
        return Described.every(last);
    }

    @Override
    public Backend open(Site site, String model) {
        RemoteModel plain = RemoteModel.at(site, model);
        RemoteModel chat =
                RemoteModel.at(
                        site.elsewhere(site.at("/v1")).replacingHeader("model_name", model), model);
        return new DjlServingBackend(
                site.http(),
                plain,
                PredictionBody.chosen(site.setting(PredictionBody.KEY), PredictionBody.INPUTS),
                openAi.apply(site.http(), chat));
    }

    @Override
    public List<ServerAction> actions() {
        return DjlActions.ALL;
    }
}
