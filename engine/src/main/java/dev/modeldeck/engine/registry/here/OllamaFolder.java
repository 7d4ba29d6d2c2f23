package dev.modeldeck.engine.registry.here;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ollama: {@code manifests/HOST/NAMESPACE/MODEL/TAG} are small JSON files that name layers, of
 * which one is the GGUF file, {@code blobs/sha256-…}.
 */
record OllamaFolder(Path folder) implements ModelKeeper {

    private static final String MODEL_LAYER = "application/vnd.ollama.image.model";

    private static final String USUAL_HOST = "registry.ollama.ai";
    private static final String USUAL_NAMESPACE = "library";

    /** Folders between {@code manifests} and a tag's file. */
    private static final int DEPTH = 4;

    @Override
    public String name() {
        return "Ollama";
    }

    @Override
    public List<Kept> models() throws IOException {
        Path manifests = folder.resolve("manifests");
        if (!Files.isDirectory(manifests)) {
            return List.of();
        }
        List<Kept> models = new ArrayList<>();
        try (Stream<Path> files = Files.walk(manifests, DEPTH)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path inside = manifests.relativize(file);
                if (inside.getNameCount() == DEPTH) {
                    blob(file).ifPresent(blob -> models.add(new Kept(called(inside), blob)));
                }
            }
        }
        return models;
    }

    /** As {@code ollama list} has it: {@code llama3.2:1b}, {@code hf.co/org/model:Q4_K_M}. */
    private static String called(Path inside) {
        String host = inside.getName(0).toString();
        String namespace = inside.getName(1).toString();
        String model = inside.getName(2) + ":" + inside.getName(3);
        if (!host.equals(USUAL_HOST)) {
            return host + "/" + namespace + "/" + model;
        }
        return namespace.equals(USUAL_NAMESPACE) ? model : namespace + "/" + model;
    }

    private Optional<Path> blob(Path manifest) throws IOException {
        try {
            JsonNode layers = JsonMapper.shared().readTree(Files.readAllBytes(manifest));
            return layers.path("layers")
                    .valueStream()
                    .filter(layer -> layer.path("mediaType").asString("").equals(MODEL_LAYER))
                    .map(layer -> layer.path("digest").asString("").replace(':', '-'))
                    .filter(digest -> digest.matches("sha256-\\p{XDigit}+"))
                    .map(digest -> folder.resolve("blobs").resolve(digest))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (JacksonException e) {
            return Optional.empty(); // half written, or none of Ollama's
        }
    }
}
