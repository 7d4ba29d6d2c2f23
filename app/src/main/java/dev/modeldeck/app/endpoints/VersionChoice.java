package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;

import java.util.List;

/** A version that can be served, as the form offers it. */
record VersionChoice(ModelVersion version, List<String> aliases) {

    VersionChoice {
        aliases = List.copyOf(aliases);
    }

    /** Versions that run here, newest first. */
    static List<VersionChoice> of(RegisteredModel model) {
        return model.versions().stream()
                .filter(version -> version.inspection().refusal() == null)
                .map(version -> new VersionChoice(version, model.aliasesOf(version.number())))
                .toList();
    }

    /** Models with at least one version that runs here. */
    static List<ModelName> models(List<RegisteredModel> all) {
        return all.stream()
                .filter(model -> !of(model).isEmpty())
                .map(RegisteredModel::name)
                .toList();
    }

    @Override
    public String toString() {
        String names = aliases.isEmpty() ? "" : "  @" + String.join(" @", aliases);
        return "Version " + version.number() + names;
    }
}
