package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.registry.FileNames;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All tensors of a model, from one file or from the shards that {@code
 * model.safetensors.index.json} names.
 */
record Weights(Map<String, SafetensorsHeader.Entry> tensors) {

    private static final String INDEX = "model.safetensors.index.json";
    private static final String SINGLE = "model.safetensors";

    Weights {
        tensors = Map.copyOf(tensors);
    }

    static Weights read(Folder folder) {
        Map<String, SafetensorsHeader.Entry> tensors = new HashMap<>();
        for (Path file : files(folder)) {
            tensors.putAll(SafetensorsHeader.read(file).tensors());
        }
        if (folder.has(INDEX)) {
            for (String name : folder.json(INDEX).root().path("weight_map").propertyNames()) {
                if (!tensors.containsKey(name)) {
                    throw Folder.damaged(
                            folder.path(INDEX),
                            "None of the files holds the weights "
                                    + name
                                    + " that "
                                    + INDEX
                                    + " names. Download the model's files again.");
                }
            }
        }
        return new Weights(tensors);
    }

    private static List<Path> files(Folder folder) {
        if (folder.has(INDEX)) {
            return shards(folder);
        }
        return folder.has(SINGLE) ? List.of(folder.path(SINGLE)) : folder.named(".safetensors");
    }

    private static List<Path> shards(Folder folder) {
        TreeSet<String> names = new TreeSet<>();
        folder.json(INDEX).root().path("weight_map").forEach(name -> names.add(name.asString("")));
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = FileNames.below(folder.root(), name).orElse(null);
            if (file == null || !Files.isRegularFile(file)) {
                throw Folder.damaged(
                        folder.path(INDEX),
                        "The shard "
                                + name
                                + " is missing, though "
                                + INDEX
                                + " names it. Download it into the folder.");
            }
            files.add(file);
        }
        return files;
    }

    /** Those tensors whose names are wanted. */
    Weights only(Predicate<String> wanted) {
        Map<String, SafetensorsHeader.Entry> some = new HashMap<>(tensors);
        some.keySet().removeIf(wanted.negate());
        return new Weights(some);
    }

    long parameters() {
        return tensors.values().stream().mapToLong(SafetensorsHeader.Entry::elements).sum();
    }

    /** The type that most numbers have, in the format's words. */
    String dtype() {
        Map<String, Long> counts = new HashMap<>();
        tensors.values()
                .forEach(tensor -> counts.merge(tensor.dtype(), tensor.elements(), Long::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
