package dev.modeldeck.engine.registry.format.gguf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One GGUF file, mapped into memory.
 *
 * @param all its bytes
 */
record GgufFile(GgufHead head, MemorySegment all) {

    /**
     * Maps the file and reads its head.
     *
     * @throws EngineException if it is no GGUF file, or damaged
     */
    static GgufFile map(Path path, Arena arena) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufHead head = GgufHead.read(new GgufCursor(all));
            head.checkPlaces(all.byteSize());
            return new GgufFile(head, all);
        } catch (IOException e) {
            throw damaged(path, "it cannot be read (" + e.getMessage() + ")", e);
        } catch (GgufDamage damage) {
            throw damaged(path, damage.what(), damage);
        }
    }

    private static EngineException damaged(Path file, String why, Exception cause) {
        return new EngineException(
                new Problem.Damaged(
                        "%s cannot be used as a GGUF model: %s. Download it again."
                                .formatted(file.getFileName(), why),
                        file.toString()),
                cause);
    }

    /** The bytes of a tensor of this file, as they are stored. */
    MemorySegment bytes(GgufTensor tensor) {
        return all.asSlice(tensor.offset(), tensor.bytes());
    }
}
