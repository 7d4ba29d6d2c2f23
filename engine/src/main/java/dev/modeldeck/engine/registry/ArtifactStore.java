package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of model versions: hashes them, copies them into a folder of their own, makes sure that
 * they stay what they were, and removes what was copied.
 *
 * <p>A copy grows under a name that no version has and is moved into place at the end, so a crash
 * leaves nothing that looks like a version.
 */
public final class ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

    private static final String UNFINISHED = ".unfinished-";

    /** Left free on the disk, for the database and everybody else. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final Path folder;

    /** Removes what an earlier run left unfinished. */
    public ArtifactStore(Path folder) {
        this.folder = folder;
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> entry.getFileName().toString().startsWith(UNFINISHED))
                    .forEach(ArtifactStore::discard);
        } catch (IOException e) {
            throw FileProblems.of(e, folder);
        }
    }

    /** Hashed files that are not yet a version's; closing discards a copy that was not kept. */
    final class Intake implements AutoCloseable {
        private final Path source;
        private final ModelVersion.Storage storage;
        private final List<StampedFile> files;
        private Path copy;
        private boolean kept;

        private Intake(
                Path source, ModelVersion.Storage storage, List<StampedFile> files, Path copy) {
            this.source = source;
            this.storage = storage;
            this.files = files;
            this.copy = copy;
        }

        List<StampedFile> files() {
            return files;
        }

        /** Where the files can be read now. */
        Path location() {
            return switch (storage) {
                case REFERENCED -> source;
                case COPIED ->
                        Files.isDirectory(source) ? copy : copy.resolve(source.getFileName());
            };
        }

        /** Moves a copy to where it stays if {@link #keep} follows, and says where that is. */
        Path settle(String name) throws IOException {
            if (storage == ModelVersion.Storage.COPIED) {
                Path place = folder.resolve(name + "-" + UUID.randomUUID());
                copy = Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return location();
        }

        void keep() {
            kept = true;
        }

        @Override
        public void close() {
            if (!kept && storage == ModelVersion.Storage.COPIED) {
                discard(copy);
            }
        }
    }

    /** Hashes the files at the source, and copies them where asked. Interrupting cancels. */
    Intake take(Path source, ModelVersion.Storage storage, Progress progress) {
        Path temporary = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            List<Path> files = SourceFiles.of(source);
            ByteProgress bytes = new ByteProgress(total(files), progress);
            if (storage == ModelVersion.Storage.COPIED) {
                makeRoom(temporary, bytes.total());
            }
            List<StampedFile> taken = new ArrayList<>();
            for (Path file : files) {
                taken.add(takeFile(source, file, temporary, storage, bytes));
            }
            return new Intake(source, storage, List.copyOf(taken), temporary);
        } catch (IOException e) {
            discard(temporary);
            throw FileProblems.of(e, source);
        } catch (EngineException e) {
            discard(temporary);
            throw e;
        }
    }

    private void makeRoom(Path temporary, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes + RESERVE_BYTES) {
            throw FileProblems.noRoom(folder, bytes + RESERVE_BYTES, free);
        }
        Files.createDirectories(temporary);
    }

    private static StampedFile takeFile(
            Path source,
            Path file,
            Path temporary,
            ModelVersion.Storage storage,
            ByteProgress progress)
            throws IOException {
        String path = SourceFiles.relative(source, file);
        String before = StampedFile.stampOf(file);
        boolean copied = storage == ModelVersion.Storage.COPIED;
        Path kept = copied ? temporary.resolve(path) : file;
        if (copied) {
            Files.createDirectories(kept.resolveSibling(""));
        }
        String what = (copied ? "Copying " : "Reading ") + path;
        String hash = FileHash.of(file, copied ? kept : null, count -> progress.add(count, what));
        if (!before.equals(StampedFile.stampOf(file))) {
            throw new EngineException(
                    new Problem.Conflict(
                            file
                                    + " changed while it was read. Wait until whatever writes it has"
                                    + " finished, then register it again."));
        }
        return new StampedFile(
                new ModelVersion.ModelFile(path, Files.size(kept), hash),
                StampedFile.stampOf(kept));
    }

    private static long total(List<Path> files) throws IOException {
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        return total;
    }

    /** Removes the copied files of a version; referenced ones are the person's own. */
    void remove(ModelVersion version) {
        Path location = version.location();
        if (version.storage() == ModelVersion.Storage.COPIED && location.startsWith(folder)) {
            discard(folder.resolve(folder.relativize(location).getName(0)));
        }
    }

    private static void discard(Path path) {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            // What cannot be removed only takes room.
            LOG.warn("{} could not be removed: {}", path, e.toString());
        }
    }
}
