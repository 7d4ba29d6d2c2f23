package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.SettingsStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The models that come with the program: unpacked into the home folder and registered once. Whoever
 * deletes one does not get it back.
 *
 * <p>They lie on the class path under {@code dev/modeldeck/engine/starter}, with an {@code index}
 * of one path a line. Without an index there are none.
 */
final class StarterModels {

    private static final Logger LOG = LoggerFactory.getLogger(StarterModels.class);

    private static final String ROOT = "dev/modeldeck/engine/starter/";
    private static final String SCHEMA = "starter";
    private static final String ALIAS = "champion";
    private static final String AUTHOR = "modeldeck";

    /** Settings key with the names of the models that were registered before. */
    private static final String KEY = "starter-models";

    private static final JsonMapper JSON = new JsonMapper();

    private final Registry registry;
    private final HomeFolder home;
    private final SettingsStore settings;
    private final ClassLoader resources;

    StarterModels(
            Registry registry, HomeFolder home, SettingsStore settings, ClassLoader resources) {
        this.registry = registry;
        this.home = home;
        this.settings = settings;
        this.resources = resources;
    }

    /** Registers those that never were; one that fails is left for the next start. */
    void registerOnce() {
        Set<String> known = known();
        index().forEach((name, files) -> {
            if (!known.contains(name)) {
                try {
                    register(name, unpack(name, files));
                    known.add(name);
                    settings.write(KEY, JSON.writeValueAsString(known));
                } catch (IOException | EngineException e) {
                    LOG.warn("The starter model {} cannot be set up: {}", name, e.getMessage());
                }
            }
        });
    }

    private Set<String> known() {
        return settings.read(KEY)
                .map(json -> new TreeSet<>(List.of(JSON.readValue(json, String[].class))))
                .orElseGet(TreeSet::new);
    }

    /** The files of each model, by its folder. */
    private Map<String, List<String>> index() {
        try (InputStream in = resources.getResourceAsStream(ROOT + "index")) {
            return in == null
                    ? Map.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> line.indexOf('/') > 0)
                            .collect(
                                    Collectors.groupingBy(
                                            line -> line.substring(0, line.indexOf('/')),
                                            LinkedHashMap::new,
                                            Collectors.toList()));
        } catch (IOException e) {
            LOG.warn("The starter models cannot be read.", e);
            return Map.of();
        }
    }

    /** Unpacks beside the place where the model belongs, then moves it there as a whole. */
    private Path unpack(String name, List<String> files) throws IOException {
        Path place = home.starter().resolve(name);
        Path temporary = home.starter().resolve(".unfinished-" + name);
        FileTree.delete(temporary);
        try {
            for (String file : files) {
                unpackFile(file, temporary.resolve(file));
            }
            FileTree.delete(place);
            return Files.move(temporary.resolve(name), place);
        } finally {
            FileTree.delete(temporary);
        }
    }

    private void unpackFile(String file, Path target) throws IOException {
        try (InputStream in = resources.getResourceAsStream(ROOT + file)) {
            if (in == null) {
                throw new IOException("The index names " + file + ", which is not there.");
            }
            Files.createDirectories(target.resolveSibling(""));
            Files.copy(in, target);
        }
    }

    private void register(String name, Path folder) throws IOException {
        ModelName model = new ModelName(ModelName.DEFAULT_CATALOG, SCHEMA, name);
        if (registry.find(model).isPresent()) {
            return;
        }
        ModelVersion version =
                registry.register(
                        new NewVersion(
                                model,
                                folder.toString(),
                                ModelVersion.Storage.REFERENCED,
                                "",
                                Map.of(),
                                AUTHOR),
                        Progress.none());
        registry.describe(model, null, description(folder), AUTHOR);
        registry.alias(model, ALIAS, version.number(), AUTHOR);
    }

    /** The first paragraph of the model card. */
    private static String description(Path folder) throws IOException {
        Path card = folder.resolve("README.md");
        if (!Files.exists(card)) {
            return "A small model that comes with Modeldeck.";
        }
        return Files.readString(card)
                .lines()
                .dropWhile(line -> !line.startsWith("# "))
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> !line.isBlank())
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }
}
