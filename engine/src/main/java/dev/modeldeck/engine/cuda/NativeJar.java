package dev.modeldeck.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An artifact that has arrived. */
final class NativeJar implements AutoCloseable {

    private static final int PIECE = 1 << 20;

    private final ZipFile jar;
    private final List<? extends ZipEntry> libraries;

    /**
     * @throws IOException also where it is no jar, or holds no libraries
     */
    NativeJar(CudaArtifact artifact, Path file) throws IOException {
        jar = new ZipFile(file.toFile());
        libraries = jar.stream().filter(entry -> artifact.holds(entry.getName())).toList();
        if (libraries.isEmpty()) {
            jar.close();
            throw new IOException("There are no libraries in " + file.getFileName());
        }
    }

    /** Bytes of the libraries, unpacked. */
    long bytes() {
        return libraries.stream().mapToLong(ZipEntry::getSize).sum();
    }

    /**
     * Writes all libraries into the folder.
     *
     * @param written told after each piece how many bytes it had
     */
    void unpack(Path folder, LongConsumer written) throws IOException {
        byte[] piece = new byte[PIECE];
        for (ZipEntry library : libraries) {
            Path target = folder.resolve(Path.of(library.getName()).getFileName());
            try (InputStream in = jar.getInputStream(library);
                    OutputStream out = Files.newOutputStream(target)) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    Interruption.heed();
                    out.write(piece, 0, count);
                    written.accept(count);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
