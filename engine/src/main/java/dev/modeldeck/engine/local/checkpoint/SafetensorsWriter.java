package dev.modeldeck.engine.local.checkpoint;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a safetensors file tensor by tensor. It stands under its name only when it is whole; the
 * header, which comes first, has room that is filled at the end.
 */
final class SafetensorsWriter implements AutoCloseable {

    private static final int ALIGNMENT = 64;
    private static final int HEADER = 1 << 20;

    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final ObjectNode header = JsonMapper.shared().createObjectNode();
    private long end;

    SafetensorsWriter(Path file) throws IOException {
        this.file = file;
        this.unfinished =
                file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        this.channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
    }

    /** Whether a process that is gone left it unfinished. */
    static boolean abandoned(Path file) {
        String name = String.valueOf(file.getFileName());
        String pid = name.substring(name.lastIndexOf('.') + 1);
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }

    void add(String name, StoredTensor tensor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer bytes = tensor.bytes(arena).asByteBuffer();
            long begin = end;
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, HEADER + end);
            }
            ObjectNode entry = header.putObject(name).put("dtype", tensor.type().safetensors());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(begin).add(end);
        }
        end = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The file is whole. */
    void finish() throws IOException {
        byte[] json = JsonMapper.shared().writeValueAsBytes(header);
        if (json.length > HEADER - Long.BYTES) {
            throw new IOException("There are too many tensors for one file.");
        }
        ByteBuffer head = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(HEADER - Long.BYTES).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        head.flip();
        while (head.hasRemaining()) {
            channel.write(head, head.position());
        }
        channel.close();
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
