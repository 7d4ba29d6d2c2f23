package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of model versions: hashes them, copies them into a folder of their own, makes sure that
 * they stay what they were, and removes what was copied.
 *
 * <p>A copy grows under a name that no version has and is moved into place at the end, so a crash
 * leaves nothing that looks like a version.
 */
final class ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

    private static final String UNFINISHED = ".unfinished-";

    /** Of the model's name in the folder's: enough to know it by, and short on every disk. */
    private static final int LONGEST_NAME = 60;

    /** What this store names its folders, so that nothing else is ever removed. */
    private static final Pattern OURS =
            Pattern.compile(
                    "\\.unfinished-.+|.+-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** Left free on the disk, for the database and everybody else. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final Path folder;

    ArtifactStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Removes what an earlier run left behind: copies that were cut, and whole ones of versions
     * that were never written down.
     *
     * @param locations of all versions
     */
    void discardAllBut(Collection<Path> locations) {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> OURS.matcher(entry.getFileName().toString()).matches())
                    .filter(entry -> locations.stream().noneMatch(it -> it.startsWith(entry)))
                    .forEach(ArtifactStore::discard);
        } catch (IOException e) {
            throw FileProblems.of(e, folder);
        }
    }

    /** Files in the place where a version has them. */
    record Kept(Path location, ModelVersion.Storage storage, List<StampedFile> files) {}

    /** Hashed files that are not yet a version's; closing discards a copy that was not kept. */
    final class Intake implements AutoCloseable {
        private final Candidate candidate;
        private final List<StampedFile> files = new ArrayList<>();
        private Path copy = folder.resolve(UNFINISHED + UUID.randomUUID());
        private boolean moved;
        private boolean kept;

        private Intake(Candidate candidate) {
            this.candidate = candidate;
        }

        private boolean copies() {
            return candidate.storage() == ModelVersion.Storage.COPIED && !candidate.given();
        }

        private void fill(Progress progress) throws IOException {
            List<Path> found = SourceFiles.of(candidate.path());
            ByteProgress bytes = new ByteProgress(SourceFiles.sizeBytes(found), progress);
            if (copies()) {
                makeRoom(bytes.total());
                Files.createDirectories(copy);
            }
            for (Path file : found) {
                String before = StampedFile.stampOf(file);
                files.add(take(file, bytes));
                if (!before.equals(StampedFile.stampOf(file))) {
                    throw changed(file);
                }
            }
        }

        private StampedFile take(Path file, ByteProgress progress) throws IOException {
            String path = SourceFiles.relative(candidate.path(), file);
            Path place = copies() ? copy.resolve(path) : file;
            if (copies()) {
                Files.createDirectories(place.resolveSibling(""));
            }
            String what = (copies() ? "Copying " : "Reading ") + path;
            String hash =
                    FileHash.of(file, copies() ? place : null, count -> progress.add(count, what));
            return new StampedFile(
                    new ModelVersion.ModelFile(path, Files.size(place), hash),
                    StampedFile.stampOf(place));
        }

        /** Where the files can be read now. */
        Path location() {
            if (moved) {
                return copy;
            }
            if (!copies()) {
                return candidate.path();
            }
            return Files.isDirectory(candidate.path())
                    ? copy
                    : copy.resolve(candidate.path().getFileName());
        }

        /** Moves a copy, or a given folder, to where it stays if {@link #keep} follows. */
        Kept settle(String name) throws IOException {
            if (copies() || candidate.given()) {
                String known = name.substring(0, Math.min(name.length(), LONGEST_NAME));
                Path place = folder.resolve(known + "-" + UUID.randomUUID());
                Path from = copies() ? copy : candidate.path();
                copy = Files.move(from, place, StandardCopyOption.ATOMIC_MOVE);
                moved = candidate.given();
            }
            return new Kept(location(), candidate.storage(), List.copyOf(files));
        }

        void keep() {
            kept = true;
        }

        @Override
        public void close() {
            if (!kept && copies()) {
                discard(copy);
            } else if (!kept && moved) {
                giveBack();
            }
        }

        private void giveBack() {
            try {
                Files.move(copy, candidate.path(), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                LOG.warn("{} could not be given back: {}", candidate.path(), e.toString());
            }
        }
    }

    /** Hashes the candidate's files, and copies them where asked. Interrupting cancels. */
    Intake take(Candidate candidate, Progress progress) {
        Intake intake = new Intake(candidate);
        try {
            intake.fill(progress);
            return intake;
        } catch (IOException e) {
            // Before the copy goes, and the room that it took with it.
            EngineException problem = problem(intake, e);
            intake.close();
            throw problem;
        } catch (EngineException e) {
            intake.close();
            throw e;
        }
    }

    private EngineException problem(Intake intake, IOException cause) {
        Path source = intake.candidate.path();
        return intake.copies()
                ? FileProblems.ofCopy(cause, source, folder.toFile().getUsableSpace())
                : FileProblems.of(cause, source);
    }

    private void makeRoom(long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes + RESERVE_BYTES) {
            throw FileProblems.noRoom(folder, bytes + RESERVE_BYTES, free);
        }
    }

    private static EngineException changed(Path file) {
        return new EngineException(
                new Problem.Conflict(
                        file
                                + " changed while it was read. Wait until whatever writes it has"
                                + " finished, then register it again."));
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
