package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The logits of a text's tokens, row after row, on disk: at 150,000 words a vocabulary, those of a
 * page take a gigabyte, which is better left for the model.
 */
final class LogitsFile implements AutoCloseable {

    private final FileChannel channel;
    private final ByteBuffer row;

    private LogitsFile(FileChannel channel, int width) {
        this.channel = channel;
        this.row = ByteBuffer.allocateDirect(width * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    /**
     * A new file, for which the disk must have room.
     *
     * @param width numbers of a row
     */
    static LogitsFile write(Path file, int rows, int width) {
        long needed = (long) rows * width * Float.BYTES;
        try {
            long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
            if (free < needed) {
                throw new EngineException(new Problem.Unavailable(noRoom(needed, free)));
            }
            return new LogitsFile(
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    width);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static LogitsFile read(Path file, int width) {
        try {
            return new LogitsFile(FileChannel.open(file, StandardOpenOption.READ), width);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void put(float[] logits) {
        row.clear().asFloatBuffer().put(logits);
        try {
            while (row.hasRemaining()) {
                channel.write(row);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    float[] next() {
        row.clear();
        try {
            while (row.hasRemaining()) {
                if (channel.read(row) < 0) {
                    throw new EngineException(
                            new Problem.Internal(
                                    "Fewer tokens were read in float32 than now. Measure again."));
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
        float[] logits = new float[row.capacity() / Float.BYTES];
        row.flip().asFloatBuffer().get(logits);
        return logits;
    }

    private static String noRoom(long needed, long free) {
        return String.format(
                Locale.ROOT,
                "What float32 answers is kept on the disk meanwhile: that takes %,.0f MB, and %,.0f MB"
                        + " are free. Make room, or take a shorter text.",
                needed / 1e6,
                free / 1e6);
    }

    private static EngineException failed(IOException cause) {
        return new EngineException(
                new Problem.Unavailable(
                        "What float32 answers could not be kept on the disk. Make sure that it has"
                                + " room, then try again."),
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
