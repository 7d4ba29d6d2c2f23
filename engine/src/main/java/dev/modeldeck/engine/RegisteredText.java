package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import java.nio.file.Path;

/**
 * A registered version of a language model, found without an engine that would start its endpoints.
 *
 * @param entry what to load
 */
record RegisteredText(String name, Path entry) {

    static RegisteredText find(EngineOptions options, String reference) {
        try (Closing closing = new Closing()) {
            HomeLock lock = HomeLock.take(options.home().toAbsolutePath().normalize());
            closing.add(lock::close);
            HomeFolder home = new HomeFolder(options.home());
            Database database = Database.open(home.database());
            closing.add(database::close);
            SettingsStore settings = new SettingsStore(database);
            Registry registry = EngineParts.registry(options, home, database, settings);
            ModelVersion version = version(registry, reference);
            check(version);
            registry.verify(version, Progress.none());
            return new RegisteredText(
                    version.model() + " version " + version.number(), version.entry());
        }
    }

    private static ModelVersion version(Registry registry, String reference) {
        int at = reference.indexOf('@');
        int slash = reference.indexOf('/');
        if (at >= 0) {
            return registry.version(
                    ModelName.parse(reference.substring(0, at)), reference.substring(at + 1));
        }
        if (slash >= 0) {
            return registry.version(
                    ModelName.parse(reference.substring(0, slash)),
                    number(reference.substring(slash + 1)));
        }
        return registry.version(ModelName.parse(reference), "latest");
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw EngineException.invalid(
                    "\"%s\" is no version: write a number after the slash, or an alias after @."
                            .formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static void check(ModelVersion version) {
        Inspection inspection = version.inspection();
        if (!inspection.task().writes()) {
            String why =
                    inspection
                            .whyNotRunnable()
                            .orElse("It writes no text, and only language models are measured.");
            throw new EngineException(
                    new Problem.Unsupported(version.model() + " cannot be measured. " + why));
        }
    }
}
