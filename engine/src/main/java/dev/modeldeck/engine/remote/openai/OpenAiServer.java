package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.RemoteModel;

import java.util.List;
import java.util.Optional;

/** A server that speaks OpenAI's protocol, in one of its flavours. */
public final class OpenAiServer implements RemoteServer {

    private final Flavour flavour;

    private OpenAiServer(Flavour flavour) {
        this.flavour = flavour;
    }

    /** Any server of that protocol. */
    public static OpenAiServer compatible() {
        return new OpenAiServer(new Compatible());
    }

    @Override
    public String id() {
        return flavour.id();
    }

    @Override
    public String label() {
        return flavour.label();
    }

    @Override
    public List<Integer> ports() {
        return flavour.ports();
    }

    @Override
    public List<SettingSpec> settings() {
        return flavour.settings();
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return flavour.recognise(site);
    }

    @Override
    public ServerLook look(Site site) {
        return flavour.look(site);
    }

    @Override
    public Backend open(Site site, String model) {
        return new OpenAiBackend(site.http(), RemoteModel.at(flavour.protocol(site), model));
    }

    @Override
    public List<ServerAction> actions() {
        return flavour.actions();
    }
}
