package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code mlflow models serve}: one model, which it neither names nor describes. */
public final class ScoringServer implements RemoteServer {

    /** By which its one model is called here. */
    static final String MODEL = "model";

    private static final String TASK = "task";
    private static final String ROWS = "rows";
    private static final String CHAT = "chat";
    private static final String COMPLETION = "completion";
    private static final String EMBEDDING = "embedding";

    @Override
    public String id() {
        return "mlflow-scoring";
    }

    @Override
    public String label() {
        return "MLflow scoring server";
    }

    @Override
    public List<Integer> ports() {
        return List.of(5000, 5001);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        TASK,
                        "What its model takes",
                        "The server does not say; rows are always possible.",
                        new SettingSpec.Kind.Choice(List.of(ROWS, CHAT, COMPLETION, EMBEDDING)),
                        ROWS));
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        Reply ping = site.get("/ping");
        if (!ping.ok() || !ping.body().isBlank()) {
            return Optional.empty();
        }
        return Versions.of(site)
                .map(version ->
                        new Recognition(
                                "GET /ping answered with an empty line and GET /version with "
                                        + version));
    }

    @Override
    public ServerLook look(Site site) {
        site.require("/ping");
        String version =
                Versions.of(site)
                        .orElseThrow(() ->
                                new EngineException(
                                        new Problem.Upstream(
                                                "GET /version was not answered with a release of MLflow. Check that the address is the one of a scoring server.",
                                                502)));
        Set<Capability> capabilities = EnumSet.of(Capability.TABULAR);
        switch (site.setting(TASK)) {
            case CHAT -> capabilities.add(Capability.CHAT);
            case COMPLETION -> capabilities.add(Capability.COMPLETION);
            case EMBEDDING -> capabilities.add(Capability.EMBEDDING);
            default -> {}
        }
        ServedModel model =
                new ServedModel(MODEL, "", ServedModel.State.READY, capabilities, Map.of());
        return new ServerLook(version, List.of(model), capabilities, Map.of(), List.of());
    }

    @Override
    public Backend open(Site site, String model) {
        return new ScoringBackend(site);
    }
}
