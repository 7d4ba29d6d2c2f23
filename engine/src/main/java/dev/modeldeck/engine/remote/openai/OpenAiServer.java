package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.EndpointManagement;

import java.util.List;
import java.util.Optional;

/** A server that speaks OpenAI's protocol, in one of its flavours. */
public final class OpenAiServer implements RemoteServer {

    private final Flavour flavour;

    private OpenAiServer(Flavour flavour) {
        this.flavour = flavour;
    }

    public static OpenAiServer openai() {
        return new OpenAiServer(new OpenAi());
    }

    public static OpenAiServer azure() {
        return new OpenAiServer(new AzureOpenAi());
    }

    public static OpenAiServer vllm() {
        return new OpenAiServer(new Vllm());
    }

    public static OpenAiServer llamaCpp() {
        return new OpenAiServer(new LlamaCpp());
    }

    public static OpenAiServer lmStudio() {
        return new OpenAiServer(new LmStudio());
    }

    public static OpenAiServer sglang() {
        return new OpenAiServer(new Sglang());
    }

    public static OpenAiServer tgi() {
        return new OpenAiServer(new Tgi());
    }

    /**
     * Another Modeldeck.
     *
     * @param endpoints how its endpoints are managed, which is another protocol
     */
    public static OpenAiServer modeldeck(EndpointManagement endpoints) {
        return new OpenAiServer(new Modeldeck(endpoints));
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
        return new OpenAiBackend(site.http(), flavour.model(site, model), flavour.speech(site));
    }

    @Override
    public Site acting(Site site) {
        return flavour.acting(site);
    }

    @Override
    public List<ServerAction> actions() {
        return flavour.actions();
    }

    @Override
    public List<ServerPage> pages() {
        return flavour.pages();
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return flavour.read(site, page, model);
    }
}
