package dev.modeldeck.engine.registry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/** SHA-256 of a file, optionally copying it on the way: every byte is read once. */
public final class FileHash {

    private static final int PIECE = 1 << 20;

    private FileHash() {}

    /**
     * Hashes the file, and copies it where asked.
     *
     * @param copy file to be made with the same content; null to only read
     * @param read told after each piece how many bytes it had
     * @return 64 hexadecimal digits
     */
    static String of(Path file, @Nullable Path copy, IntConsumer read) throws IOException {
        if (copy == null) {
            return digest(file, null, read);
        }
        try (FileChannel out =
                FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String hash = digest(file, out, read);
            // The database says that the copy is whole: a power cut must not make it a lie.
            out.force(true);
            return hash;
        }
    }

    private static String digest(Path file, @Nullable FileChannel out, IntConsumer read)
            throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[(int) Math.clamp(Files.size(file), 1, PIECE)];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw FileProblems.cancelled();
                }
                digest.update(piece, 0, count);
                if (out != null) {
                    write(out, ByteBuffer.wrap(piece, 0, count));
                }
                read.accept(count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Of a text's UTF-8. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** For whoever hashes bytes on their way. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
