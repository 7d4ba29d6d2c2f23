package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The weights of a model folder: all tensors of its one or several {@code *.safetensors} files,
 * mapped into memory. Buffers handed out are valid until this is closed.
 */
public final class Safetensors implements Weights {

    private final Arena arena;
    private final Map<String, StoredTensor> tensors;

    private Safetensors(Arena arena, Map<String, StoredTensor> tensors) {
        this.arena = arena;
        this.tensors = tensors;
    }

    @SuppressWarnings("MustBeClosed") // closed with what this returns
    public static Safetensors open(Path folder) {
        try (Opening opening = new Opening()) {
            Arena arena = Arena.ofShared();
            opening.otherwise(arena::close);
            Map<String, StoredTensor> tensors = new HashMap<>();
            for (Path file : files(folder)) {
                tensors.putAll(SafetensorsFile.map(file, arena));
            }
            opening.done();
            return new Safetensors(arena, tensors);
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Damaged(
                            "The weights in %s cannot be read: %s. Download the model again."
                                    .formatted(folder.getFileName(), e.getMessage()),
                            folder.toString()),
                    e);
        }
    }

    /**
     * The files that the index names, or the one of the usual name, or all that are there (some
     * folders hold the same weights once more under other names).
     */
    private static List<Path> files(Path folder) throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Path single = folder.resolve("model.safetensors");
        List<Path> files;
        if (Files.exists(index)) {
            files =
                    JsonFiles.read(index)
                            .path("weight_map")
                            .valueStream()
                            .map(name -> folder.resolve(name.asString()))
                            .distinct()
                            .sorted()
                            .toList();
        } else if (Files.exists(single)) {
            files = List.of(single);
        } else {
            try (Stream<Path> all = Files.list(folder)) {
                files =
                        all.filter(file -> file.toString().endsWith(".safetensors"))
                                .sorted()
                                .toList();
            }
        }
        if (files.isEmpty()) {
            throw EngineException.invalid(
                    "There is no *.safetensors file in %s. Convert the weights to safetensors or download a version that has them."
                            .formatted(folder));
        }
        return files;
    }

    @Override
    public StoredTensor get(String name, long... shape) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw damaged("The weights lack the tensor \"%s\".".formatted(name), name);
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw damaged(
                    "The tensor \"%s\" has the shape %s where config.json asks for %s."
                            .formatted(name, tensor.shape(), expected),
                    name);
        }
        return tensor;
    }

    @Override
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    @Override
    public Arena arena() {
        return arena;
    }

    @Override
    public long bytes() {
        return tensors.values().stream().mapToLong(StoredTensor::byteSize).sum();
    }

    private static EngineException damaged(String what, String name) {
        return new EngineException(new Problem.Damaged(what + " Download the model again.", name));
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
