package dev.modeldeck.engine.registry.format.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model in one GGUF file or several, mapped into memory. What it hands out is valid until it is
 * closed.
 */
public final class GgufModel implements AutoCloseable {

    private final Arena arena;
    private final GgufHead head;
    private final Map<String, MemorySegment> contents;

    private GgufModel(Arena arena, GgufHead head, Map<String, MemorySegment> contents) {
        this.arena = arena;
        this.head = head;
        this.contents = contents;
    }

    /**
     * Maps the files and reads their heads.
     *
     * @param first the model's file, or the first of its parts
     * @throws EngineException if one is missing, no GGUF file, or damaged
     */
    @SuppressWarnings("MustBeClosed") // closed with what this returns
    public static GgufModel open(Path first) {
        try (Opening opening = new Opening()) {
            Arena arena = Arena.ofShared();
            opening.otherwise(arena::close);
            GgufFile told = GgufFile.map(first, arena);
            Map<String, GgufTensor> tensors = new LinkedHashMap<>();
            Map<String, MemorySegment> contents = new HashMap<>();
            for (Path path : GgufFiles.of(first)) {
                GgufFile file = path.equals(first) ? told : GgufFile.map(path, arena);
                tensors.putAll(file.head().tensors());
                file.head()
                        .tensors()
                        .values()
                        .forEach(tensor -> contents.put(tensor.name(), file.bytes(tensor)));
            }
            opening.done();
            return new GgufModel(arena, new GgufHead(told.head().values(), tensors), contents);
        }
    }

    /** What the first file says about all, and the tensors of all. */
    public GgufHead head() {
        return head;
    }

    /** The bytes of a tensor as they are stored. */
    public MemorySegment bytes(GgufTensor tensor) {
        MemorySegment bytes = contents.get(tensor.name());
        if (bytes == null) {
            throw new EngineException(
                    new Problem.Damaged(
                            "The file lacks the tensor \"%s\". Download it again."
                                    .formatted(tensor.name()),
                            tensor.name()));
        }
        return bytes;
    }

    /** Lives as long as the mapped files. */
    public Arena arena() {
        return arena;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
