package dev.modeldeck.engine.registry;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a person or script asks to be registered as the next version of a model.
 *
 * @param source where the files are, and where they came from
 * @param given a folder on the disk of the home folder that is handed over: it is moved instead of
 *     copied, and stays where it is when it cannot be registered; the source is only noted then.
 *     Null to look at the source
 */
public record NewVersion(
        ModelName model,
        String source,
        ModelVersion.Storage storage,
        String description,
        Map<String, String> tags,
        String who,
        @Nullable Path given) {

    public NewVersion {
        tags = Map.copyOf(tags);
    }

    public NewVersion(
            ModelName model,
            String source,
            ModelVersion.Storage storage,
            String description,
            Map<String, String> tags,
            String who) {
        this(model, source, storage, description, tags, who, null);
    }

    /** The same files, handed over in that folder. */
    public NewVersion givenIn(Path folder) {
        return new NewVersion(
                model, source, ModelVersion.Storage.COPIED, description, tags, who, folder);
    }
}
