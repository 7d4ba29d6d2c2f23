package dev.modeldeck.engine.remote.openai;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

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
    public List<SettingSpec> settings() {
        return List.of(Protocol.API);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return Protocol.found(site).isArray()
                ? Optional.of(Protocol.answered(site, "with a list of models"))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        List<ServedModel> models =
                Protocol.models(site, entry -> Protocol.ready(entry, Protocol.TEXT));
        return new ServerLook("", models, Protocol.TEXT, Map.of(), List.of());
    }

    /** Nobody knows what it takes: it gets everything but what only we have. */
    @Override
    public Speech speech(Site site) {
        return Speech.of(Accepts.everything().without("truncation").forms(FormWords.ANY))
                .perhapsOurs()
                .responses(site.setting("api").equals("responses"));
    }
}
