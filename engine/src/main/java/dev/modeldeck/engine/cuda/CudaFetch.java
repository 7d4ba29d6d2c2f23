package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Brings the libraries here: downloads all jars, checks them, unpacks them beside the place where
 * they belong, and moves them there as a whole. What has arrived stays until it is unpacked or
 * found to be wrong.
 */
final class CudaFetch {

    private static final int PIECE = 1 << 20;

    /** Told how far it is. */
    @FunctionalInterface
    interface Progress {
        void at(CudaState.Step step, long doneBytes, long allBytes);
    }

    /** An artifact, and where it comes from. */
    record Source(CudaArtifact artifact, RepositoryFile file) {}

    /** What is known of it before it is fetched. */
    private record Wanted(Source source, long size, RepositoryFile.Checksum checksum) {}

    private final List<Source> sources;
    private final CudaFolder folder;
    private final LongSupplier free;
    private final Progress progress;

    /**
     * @param free bytes of the disk
     */
    CudaFetch(List<Source> sources, CudaFolder folder, LongSupplier free, Progress progress) {
        this.sources = sources;
        this.folder = folder;
        this.free = free;
        this.progress = progress;
    }

    /**
     * Blocks until the libraries are here.
     *
     * @throws EngineException saying why they are not; {@code Cancelled} when interrupted
     */
    void run() {
        try {
            List<Wanted> all = new ArrayList<>();
            for (Source source : sources) {
                RepositoryFile file = source.file();
                all.add(new Wanted(source, file.size(), file.checksum()));
            }
            long size = all.stream().mapToLong(Wanted::size).sum();
            checkRoom(CudaSize.of(size).diskBytes() - folder.arrivedBytes());
            download(all, new Step(CudaState.Step.DOWNLOADING, size));
            verify(all, new Step(CudaState.Step.CHECKING, size));
            unpack();
        } catch (IOException e) {
            Interruption.heed(); // which closes what is read or written
            throw failed(e);
        }
    }

    private void download(List<Wanted> all, Step step) throws IOException {
        Files.createDirectories(folder.arrived());
        for (Wanted each : all) {
            Path part = folder.arrived(each.source().artifact());
            if (part.toFile().length() < each.size()) {
                each.source().file().download(part, step::at);
            }
            step.add(each.size());
        }
    }

    private void verify(List<Wanted> all, Step step) throws IOException {
        byte[] piece = new byte[PIECE];
        for (Wanted each : all) {
            Path file = folder.arrived(each.source().artifact());
            MessageDigest digest = digest(each.checksum().algorithm());
            try (InputStream in = Files.newInputStream(file)) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    Interruption.heed();
                    digest.update(piece, 0, count);
                    step.add(count);
                }
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(each.checksum().hex())) {
                Files.delete(file);
                throw damaged(file);
            }
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private void unpack() throws IOException {
        long bytes = 0;
        for (Source source : sources) {
            try (NativeJar jar = jar(source)) {
                bytes += jar.bytes();
            }
        }
        checkRoom(bytes);
        FileTree.delete(folder.unfinished());
        Step step = new Step(CudaState.Step.UNPACKING, bytes);
        for (Source source : sources) {
            Path target = folder.unfinished().resolve(source.artifact().target());
            Files.createDirectories(target);
            try (NativeJar jar = jar(source)) {
                jar.unpack(target, step::add);
            }
        }
        FileTree.delete(folder.libraries());
        Files.move(folder.unfinished(), folder.libraries());
        FileTree.delete(folder.arrived());
    }

    private NativeJar jar(Source source) throws IOException {
        return new NativeJar(source.artifact(), folder.arrived(source.artifact()));
    }

    private void checkRoom(long needed) {
        long there = free.getAsLong();
        if (needed > there) {
            throw new EngineException(
                    new Problem.Unavailable(
                            String.format(
                                    Locale.ROOT,
                                    "The disk of %s has no room: about %,.1f GB are needed, %,.1f GB"
                                            + " are free. Free some space, then fetch again.",
                                    folder.root(),
                                    needed / 1e9,
                                    there / 1e9)));
        }
    }

    private static EngineException damaged(Path file) {
        return new EngineException(
                new Problem.Damaged(
                        "%s is not what the repository's checksum says, and was deleted. Fetch again; if that does not help, choose another repository."
                                .formatted(file.getFileName()),
                        file.toString()));
    }

    private EngineException failed(IOException cause) {
        return new EngineException(
                new Problem.Unavailable(
                        "The libraries could not be written to %s (%s). Make sure that the disk has room, then fetch again."
                                .formatted(folder.root(), cause.getMessage())),
                cause);
    }

    /** How far one step is, over all files. */
    private final class Step {

        private final CudaState.Step step;
        private final long all;
        private long done;

        Step(CudaState.Step step, long all) {
            this.step = step;
            this.all = all;
            progress.at(step, 0, all);
        }

        /** So many more bytes. */
        void add(long bytes) {
            done += bytes;
            progress.at(step, done, all);
        }

        /** So many bytes of the present file. */
        void at(long bytes) {
            progress.at(step, done + bytes, all);
        }
    }
}
