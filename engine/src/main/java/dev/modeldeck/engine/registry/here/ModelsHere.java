package dev.modeldeck.engine.registry.here;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for the models that other programs keep on this machine. */
public final class ModelsHere {

    private static final Logger LOG = LoggerFactory.getLogger(ModelsHere.class);

    private final Registry registry;
    private final List<ModelKeeper> keepers;

    ModelsHere(Registry registry, List<ModelKeeper> keepers) {
        this.registry = registry;
        this.keepers = List.copyOf(keepers);
    }

    /** Looks where programs of this machine's user keep their models, and its services. */
    public static ModelsHere ofThisMachine(Registry registry) {
        List<ModelKeeper> keepers =
                new ArrayList<>(ofUser(Path.of(System.getProperty("user.home")), System.getenv()));
        keepers.add(new OllamaFolder(Path.of("/usr/share/ollama/.ollama/models")));
        return new ModelsHere(registry, keepers);
    }

    /**
     * @param home below which programs keep their models unless told otherwise
     * @param environment in which they are told
     */
    static List<ModelKeeper> ofUser(Path home, Map<String, String> environment) {
        String ollama = environment.getOrDefault("OLLAMA_MODELS", "");
        return List.of(
                new OllamaFolder(told(ollama).orElse(home.resolve(".ollama/models"))),
                new LmStudioFolder(home.resolve(".lmstudio/models")),
                new LmStudioFolder(home.resolve(".cache/lm-studio/models")),
                HuggingFaceCache.of(home, environment));
    }

    /** A folder that a variable names; nothing where it is empty or none of this system's. */
    static Optional<Path> told(String variable) {
        try {
            return variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable));
        } catch (InvalidPathException e) {
            LOG.info("A variable names no folder: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * All models that are found, those first that can be run here. Reads the head of every file;
     * what cannot be read is left out.
     */
    public List<FoundModel> find() {
        List<FoundModel> found = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (ModelKeeper keeper : keepers) {
            for (ModelKeeper.Kept kept : models(keeper)) {
                if (seen.add(kept.path())) {
                    inspect(keeper, kept, found);
                }
            }
        }
        found.sort(
                Comparator.comparing(
                                (FoundModel it) -> it.inspection().whyNotRunnable().isPresent())
                        .thenComparing(it -> it.name().toLowerCase(Locale.ROOT)));
        return List.copyOf(found);
    }

    private static List<ModelKeeper.Kept> models(ModelKeeper keeper) {
        try {
            return keeper.models();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            LOG.info("The models of {} cannot be listed: {}", keeper.name(), e.toString());
            return List.of();
        }
    }

    private void inspect(ModelKeeper keeper, ModelKeeper.Kept kept, List<FoundModel> found) {
        try {
            found.add(
                    new FoundModel(
                            keeper.name(),
                            kept.name(),
                            kept.path(),
                            registry.sizeBytes(kept.path()),
                            registry.inspect(kept.path())));
        } catch (EngineException | UncheckedIOException e) {
            LOG.info("{} is left out: {}", kept.path(), e.getMessage());
        }
    }
}
