package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any server that speaks the protocol and is none of those known by name. */
final class Compatible implements Flavour {

    @Override
    public String id() {
        return "openai-compatible";
    }

    @Override
    public String label() {
        return "OpenAI-compatible server";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8000, 5000);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return Protocol.found(site).isArray()
                ? Optional.of(
                        new Recognition(
                                "GET "
                                        + Protocol.of(site).at("/models").getPath()
                                        + " answered with a list of models"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        return new ServerLook(
                "", Protocol.models(site, Protocol.TEXT), Protocol.TEXT, Map.of(), List.of());
    }
}
