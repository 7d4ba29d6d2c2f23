package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.TensorType;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One file in the safetensors format: eight bytes with the length of a JSON header, the header
 * (type, shape and place of each tensor), then the bytes of all tensors.
 */
final class SafetensorsFile {

    private static final long MAX_HEADER = 100_000_000;

    private final Path file;
    private final MemorySegment data;

    private SafetensorsFile(Path file, MemorySegment data) {
        this.file = file;
        this.data = data;
    }

    /** Maps the file; the segments live as long as the arena. */
    static Map<String, StoredTensor> map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment all =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return tensors(file, all);
        }
    }

    private static Map<String, StoredTensor> tensors(Path file, MemorySegment all) {
        if (all.byteSize() < 8) {
            throw damaged(file, "it is only " + all.byteSize() + " bytes long");
        }
        long length =
                all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (length < 2 || length > MAX_HEADER || 8 + length > all.byteSize()) {
            throw damaged(file, "its header is cut off or not one of a safetensors file");
        }
        SafetensorsFile content = new SafetensorsFile(file, all.asSlice(8 + length));
        JsonNode header = header(file, all.asSlice(8, length));
        Map<String, StoredTensor> tensors = new HashMap<>();
        header.propertyStream()
                .filter(entry -> !entry.getKey().equals("__metadata__"))
                .forEach(entry ->
                        tensors.put(
                                entry.getKey(), content.tensor(entry.getKey(), entry.getValue())));
        return tensors;
    }

    private static JsonNode header(Path file, MemorySegment bytes) {
        try {
            return JsonFiles.parse(bytes.toArray(ValueLayout.JAVA_BYTE));
        } catch (JacksonException _) {
            throw damaged(file, "its header is not JSON");
        }
    }

    private StoredTensor tensor(String name, JsonNode entry) {
        String typeName = entry.path("dtype").asString("");
        TensorType type =
                Arrays.stream(TensorType.values())
                        .filter(candidate -> candidate.safetensors().equals(typeName))
                        .findFirst()
                        .orElseThrow(() -> unsupported(name, typeName));
        List<Long> shape = entry.path("shape").valueStream().map(JsonNode::asLong).toList();
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        long expected =
                shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b) * type.bytes();
        if (begin < 0 || end > data.byteSize() || end - begin != expected) {
            throw damaged(file, "the tensor \"" + name + "\" lies outside of it");
        }
        return StoredTensor.mapped(type, shape, data.asSlice(begin, end - begin));
    }

    private static EngineException unsupported(String name, String type) {
        return new EngineException(
                new Problem.Unsupported(
                        "The tensor \"%s\" is stored as %s; f32, f16 and bf16 can be run. Choose another version of the model."
                                .formatted(name, type)));
    }

    private static EngineException damaged(Path file, String why) {
        return new EngineException(
                new Problem.Damaged(
                        "%s is damaged: %s. Download it again.".formatted(file.getFileName(), why),
                        file.toString()));
    }
}
