package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Looks served entities up in the registry and starts them. */
final class EntityStarts {

    private final Versions versions;
    private final EntityLauncher launcher;

    EntityStarts(Versions versions, EntityLauncher launcher) {
        this.versions = versions;
        this.launcher = launcher;
    }

    /** As it is to be kept; a problem where it cannot be served. */
    ServedEntity prepared(EndpointName endpoint, ServedEntity entity) {
        runnable(entity);
        return launcher.prepared(endpoint, entity);
    }

    /**
     * The version to be served, or the problem that stands in its way; null for an external model.
     */
    private @Nullable ModelVersion runnable(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.External _ -> null;
            case ServedEntity.Registered(ModelName model, int number) ->
                    runnable(model, number, entity.compute().draft());
        };
    }

    private ModelVersion runnable(ModelName model, int number, ServedEntity.@Nullable Draft draft) {
        ModelVersion version = runnable(model, number);
        if (draft != null) {
            ModelVersion smaller = runnable(draft.model(), draft.version());
            if (!version.inspection().task().writes() || !smaller.inspection().task().writes()) {
                throw wrongDraft(
                        "A draft model and the model that it guesses for must both be language"
                                + " models. Choose another, or none.");
            }
            if (version.model().equals(draft.model()) && version.number() == draft.version()) {
                throw wrongDraft(
                        "A model that guesses for itself answers later, not sooner. Choose a much"
                                + " smaller draft model of the same family, or none.");
            }
        }
        return version;
    }

    private static EngineException wrongDraft(String message) {
        return new EngineException(new Problem.Invalid(message, "draft"));
    }

    private ModelVersion runnable(ModelName model, int number) {
        ModelVersion version = versions.version(model, number);
        String refusal = version.inspection().refusal();
        if (refusal != null) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "%s version %d cannot be served. %s"
                                    .formatted(model, number, refusal)));
        }
        return version;
    }

    /**
     * Starts what the configuration names. A slot of {@code running} that serves the very same is
     * taken instead of a new one.
     *
     * @throws EngineException when one cannot even be begun; then none was started
     */
    List<EntitySlot> start(EndpointName name, EndpointConfig config, List<EntitySlot> running) {
        List<EntitySlot> slots = new ArrayList<>();
        List<EntitySlot> fresh = new ArrayList<>();
        boolean complete = false;
        try {
            for (ServedEntity entity : config.entities()) {
                EntitySlot slot =
                        running.stream()
                                .filter(s -> s.serves(entity) && !s.lost())
                                .findFirst()
                                .orElse(null);
                if (slot == null) {
                    ModelVersion version = runnable(entity);
                    slot = new EntitySlot(entity, version, launcher.launch(name, entity));
                    fresh.add(slot);
                }
                slots.add(slot);
            }
            complete = true;
        } finally {
            if (!complete) {
                fresh.forEach(EntitySlot::close);
            }
        }
        return slots;
    }
}
