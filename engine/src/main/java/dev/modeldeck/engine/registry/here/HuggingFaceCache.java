package dev.modeldeck.engine.registry.here;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cache of Hugging Face's libraries: {@code models--ORGANISATION--NAME/snapshots/REVISION}, of
 * which {@code refs/main} names the one that is current.
 */
record HuggingFaceCache(Path folder) implements ModelKeeper {

    private static final String PREFIX = "models--";

    /** Where the cache is, as Hugging Face's libraries look for it. */
    static HuggingFaceCache of(Path userHome, Map<String, String> environment) {
        String hub = environment.getOrDefault("HF_HUB_CACHE", "");
        String home = environment.getOrDefault("HF_HOME", "");
        Path usual = userHome.resolve(".cache/huggingface");
        return new HuggingFaceCache(
                ModelsHere.told(hub)
                        .orElseGet(() -> ModelsHere.told(home).orElse(usual).resolve("hub")));
    }

    @Override
    public String name() {
        return "Hugging Face";
    }

    @Override
    public List<Kept> models() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Kept> models = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path repository : (Iterable<Path>) all.sorted()::iterator) {
                String name = repository.getFileName().toString();
                Optional<Path> snapshot = snapshot(repository);
                if (name.startsWith(PREFIX) && snapshot.isPresent()) {
                    String called = name.substring(PREFIX.length()).replace("--", "/");
                    models.addAll(kept(called, snapshot.get()));
                }
            }
        }
        return models;
    }

    private static Optional<Path> snapshot(Path repository) throws IOException {
        Path snapshots = repository.resolve("snapshots");
        Path current = repository.resolve("refs").resolve("main");
        if (Files.isRegularFile(current)) {
            Path named = snapshots.resolve(Files.readString(current).strip()).normalize();
            if (named.startsWith(snapshots) && Files.isDirectory(named)) {
                return Optional.of(named);
            }
        }
        if (!Files.isDirectory(snapshots)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(snapshots)) {
            return all.filter(Files::isDirectory).max(Comparator.comparing(HuggingFaceCache::time));
        }
    }

    private static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** The repository itself, or each of its GGUF files where it holds such. */
    private static List<Kept> kept(String called, Path snapshot) throws IOException {
        try (Stream<Path> files = Files.list(snapshot)) {
            List<Kept> gguf =
                    files.filter(GgufNames::isModel).sorted().map(GgufNames::kept).toList();
            return gguf.isEmpty() ? List.of(new Kept(called, snapshot)) : gguf;
        }
    }
}
