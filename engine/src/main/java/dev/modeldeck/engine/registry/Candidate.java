package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.Progress;

import java.nio.file.Path;

/**
 * Files that are to become a version.
 *
 * @param storage what was asked for; files of another version are always copied, for that version
 *     may be deleted
 * @param given whether the folder is handed over, to be moved instead of copied
 */
record Candidate(Path path, ModelVersion.Storage storage, boolean given) {

    /** Finds the files that a request names; those of another version are verified first. */
    static Candidate of(NewVersion asked, Registry registry, Progress progress) {
        Path given = asked.given();
        if (given != null) {
            return new Candidate(given, ModelVersion.Storage.COPIED, true);
        }
        return switch (SourceLocation.parse(asked.source())) {
            case SourceLocation.Local local ->
                    new Candidate(SourceFiles.entered(local.path()), asked.storage(), false);
            case SourceLocation.Registered registered -> {
                ModelVersion version = version(registered, registry);
                registry.verify(version, progress);
                yield new Candidate(version.location(), ModelVersion.Storage.COPIED, false);
            }
        };
    }

    private static ModelVersion version(SourceLocation.Registered source, Registry registry) {
        return switch (source.selector()) {
            case SourceLocation.Selector.Numbered(int number) ->
                    registry.version(source.model(), number);
            case SourceLocation.Selector.Latest _ -> registry.version(source.model(), "latest");
            case SourceLocation.Selector.Alias(String alias) ->
                    registry.version(source.model(), alias);
        };
    }
}
