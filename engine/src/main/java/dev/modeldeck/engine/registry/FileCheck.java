package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a version's files are still the registered ones. A file whose size and times are as they
 * were is taken for unchanged; any other is read and hashed again.
 */
final class FileCheck {

    /** What a loader would pick up if it appeared beside the registered files. */
    private static final Set<String> LOADED = Set.of("json", "jinja", "safetensors");

    private final ModelVersion version;
    private final Progress progress;

    FileCheck(ModelVersion version, Progress progress) {
        this.version = version;
        this.progress = progress;
    }

    /**
     * @return files that were touched but have the same content, with their new stamps
     * @throws EngineException naming the file that is missing, changed or new
     */
    List<StampedFile> run(List<StampedFile> registered) {
        List<StampedFile> touched = new ArrayList<>();
        for (StampedFile expected : registered) {
            Path file = SourceFiles.resolve(version.location(), expected.file().path());
            try {
                String stamp = StampedFile.stampOf(file);
                if (!stamp.equals(expected.stamp())) {
                    rehash(file, expected.file());
                    touched.add(new StampedFile(expected.file(), stamp));
                }
            } catch (IOException e) {
                throw Files.exists(file) || Thread.currentThread().isInterrupted()
                        ? FileProblems.of(e, file)
                        : damaged(file, "is missing");
            }
        }
        refuseNewcomers();
        return touched;
    }

    private void rehash(Path file, ModelVersion.ModelFile expected) throws IOException {
        long size = Files.size(file);
        if (size != expected.sizeBytes()) {
            throw damaged(
                    file,
                    "has " + size + " bytes where " + expected.sizeBytes() + " were registered");
        }
        ByteProgress bytes = new ByteProgress(size, progress);
        String hash =
                FileHash.of(file, null, count -> bytes.add(count, "Checking " + expected.path()));
        if (!hash.equals(expected.sha256())) {
            throw damaged(file, "has changed");
        }
    }

    private void refuseNewcomers() {
        Path location = version.location();
        if (!Files.isDirectory(location)) {
            return;
        }
        Set<String> known =
                version.files().stream()
                        .map(ModelVersion.ModelFile::path)
                        .collect(Collectors.toSet());
        for (Path file : SourceFiles.of(location)) {
            String path = SourceFiles.relative(location, file);
            String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (LOADED.contains(ending) && !known.contains(path)) {
                throw damaged(file, "was added");
            }
        }
    }

    private EngineException damaged(Path file, String what) {
        String remedy =
                switch (version.storage()) {
                    case REFERENCED ->
                            " Put the registered files back, or register the folder as a new version.";
                    case COPIED -> " Register the model again from its source as a new version.";
                };
        return new EngineException(
                new Problem.Damaged(
                        file
                                + " "
                                + what
                                + " since version "
                                + version.number()
                                + " of "
                                + version.model()
                                + " was registered, so it is not served."
                                + remedy,
                        file.toString()));
    }
}
