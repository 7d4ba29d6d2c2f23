package dev.modeldeck.engine.registry;

import java.util.Map;

/** What a person or script asks to be registered as the next version of a model. */
public record NewVersion(
        ModelName model,
        String source,
        ModelVersion.Storage storage,
        String description,
        Map<String, String> tags,
        String who) {

    public NewVersion {
        tags = Map.copyOf(tags);
    }
}
