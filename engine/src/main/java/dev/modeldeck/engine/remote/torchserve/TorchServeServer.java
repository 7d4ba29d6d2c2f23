package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Described;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.PredictionBody;
import dev.modeldeck.engine.remote.RemoteModel;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * TorchServe: predictions at one port, models managed at another, metrics at a third. Its tokens
 * are two: the connection's key is the one for predictions, a setting has the one for management.
 */
public final class TorchServeServer implements RemoteServer {

    private static final Set<String> HEALTH = Set.of("Healthy", "Partial Healthy", "Unhealthy");

    @Override
    public String id() {
        return "torchserve";
    }

    @Override
    public String label() {
        return "TorchServe";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8080);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.text(
                        Management.ADDRESS,
                        "Management address",
                        "Where models are managed, if not at port 8081 of the same host."),
                new SettingSpec(
                        Management.KEY,
                        "Management key",
                        "The token for management in the server's key_file.json, if it asks for one.",
                        new SettingSpec.Kind.Secret(),
                        ""),
                SettingSpec.text(
                        TorchServeFigures.ADDRESS,
                        "Metrics address",
                        "Where the server tells its metrics, if not at port 8082 of the same host."),
                SettingSpec.text(
                        Management.MODELS,
                        "Models",
                        "Names of the models, with commas between them, where management is out of reach."),
                PredictionBody.setting(PredictionBody.INSTANCES));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        String health = health(site.get("/ping"));
        return HEALTH.contains(health)
                ? Optional.of(
                        new Recognition(
                                "GET /ping answered {\"status\": \"%s\"}".formatted(health)))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        Reply ping = site.get("/ping");
        String health = health(ping);
        if (health.isEmpty()) {
            site.json("/ping");
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /ping was not answered with a status. Check that the address is the one of TorchServe's predictions.",
                            502));
        }
        Management.Found found = Management.models(site);
        Facts facts =
                Described.note(new Facts().add("Health", health), found.models().size())
                        .add("Management", found.trouble());
        Set<Capability> all =
                EnumSet.of(
                        Capability.TABULAR,
                        Capability.TENSORS,
                        Capability.MANAGING,
                        Capability.METRICS);
        return new ServerLook(
                "",
                found.models(),
                all,
                facts.map(),
                TorchServeFigures.of(site, found.described()));
    }

    @Override
    public Duration every(ServerLook last) {
        return Described.every(last);
    }

    @Override
    public Backend open(Site site, String model) {
        return new TorchServeBackend(
                site.http(),
                RemoteModel.at(site, model),
                PredictionBody.chosen(site.setting(PredictionBody.KEY), PredictionBody.INSTANCES));
    }

    @Override
    public Site acting(Site site) {
        return Management.of(site);
    }

    @Override
    public List<ServerAction> actions() {
        return TorchServeActions.ALL;
    }

    private static String health(Reply ping) {
        JsonNode status = ping.json().path("status");
        return status.isString() ? status.stringValue() : "";
    }
}
