package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the head of a safetensors file says of its tensors, checked against the file's length.
 *
 * <p>The format: eight bytes with the head's length (little-endian), the head as JSON ({@code name:
 * {dtype, shape, data_offsets}}), then the values. See
 * https://huggingface.co/docs/safetensors#format
 */
record SafetensorsHeader(Map<String, Entry> tensors) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long LONGEST_HEAD = 100_000_000;

    SafetensorsHeader {
        tensors = Map.copyOf(tensors);
    }

    /** A tensor: its type in the format's words ({@code BF16}) and its sizes. */
    record Entry(String dtype, List<Long> shape) {

        Entry {
            shape = List.copyOf(shape);
        }

        long elements() {
            return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        }
    }

    static SafetensorsHeader read(Path file) {
        Folder.refusePointer(file);
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            if (length < Long.BYTES) {
                throw truncated(file);
            }
            long head = bytes(channel, 0, Long.BYTES).getLong();
            if (head < 2 || head > LONGEST_HEAD) {
                throw broken(file);
            }
            if (head > length - Long.BYTES) {
                throw truncated(file);
            }
            JsonNode json = JSON.readTree(bytes(channel, Long.BYTES, (int) head).array());
            return parse(file, json, length - Long.BYTES - head);
        } catch (JacksonException | ArithmeticException e) {
            throw broken(file);
        } catch (IOException e) {
            throw Folder.unreadable(file, e);
        }
    }

    private static SafetensorsHeader parse(Path file, JsonNode json, long dataLength) {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            if (property.getKey().equals("__metadata__")) {
                continue;
            }
            JsonNode tensor = property.getValue();
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(size -> shape.add(size.asLong()));
            Entry entry = new Entry(tensor.path("dtype").asString(""), shape);
            long begin = tensor.path("data_offsets").path(0).asLong(-1);
            long end = tensor.path("data_offsets").path(1).asLong(-1);
            int width = Dtype.bytes(entry.dtype());
            boolean sized =
                    width == 0 || end - begin == Math.multiplyExact(entry.elements(), width);
            if (begin < 0 || end < begin || !sized) {
                throw broken(file);
            }
            if (end > dataLength) {
                throw truncated(file);
            }
            tensors.put(property.getKey(), entry);
        }
        return new SafetensorsHeader(tensors);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("The file became shorter.");
            }
        }
        return buffer.flip();
    }

    private static EngineException truncated(Path file) {
        return Folder.damaged(
                file, file.getFileName() + " is cut off before its end. Download it again.");
    }

    private static EngineException broken(Path file) {
        return Folder.damaged(
                file,
                file.getFileName()
                        + " is damaged: its head is not that of a safetensors file. Download it"
                        + " again.");
    }
}
