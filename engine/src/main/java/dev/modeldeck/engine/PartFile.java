package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.RemoteRegistry.Target;
import dev.modeldeck.engine.registry.FileHash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** A file that grows while it is fetched, hashed on the way. */
final class PartFile implements Target {

    private static final int PIECE = 1 << 20;

    private final Path path;
    private final LongConsumer grown;
    private final MessageDigest digest = FileHash.sha256();
    private long hashed;

    /**
     * @param grown told after each piece how many bytes are there
     */
    PartFile(Path path, LongConsumer grown) {
        this.path = path;
        this.grown = grown;
    }

    long bytes() {
        return path.toFile().length();
    }

    /** Goes on behind what is there, or begins anew, as the server can. */
    @Override
    public OutputStream from(long begin) throws IOException {
        digest.reset();
        hashed = 0;
        if (begin == 0) {
            Files.deleteIfExists(path);
        } else {
            read();
        }
        if (hashed != begin) {
            throw new IOException(path + " changed while it was fetched");
        }
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
        return new Growing(channel);
    }

    /** 64 hexadecimal digits, once all is there. */
    String hash() throws IOException {
        if (hashed != bytes()) {
            digest.reset();
            hashed = 0;
            read();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void read() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        byte[] piece = new byte[PIECE];
        try (var in = Files.newInputStream(path)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
                hashed += count;
            }
        }
    }

    private final class Growing extends OutputStream {
        private final FileChannel channel;

        Growing(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            digest.update(bytes, offset, length);
            hashed += length;
            grown.accept(hashed);
        }

        /** What is noted as whole must be on the disk, whatever happens to the power. */
        @Override
        public void close() throws IOException {
            try (channel) {
                channel.force(true);
            }
        }
    }
}
