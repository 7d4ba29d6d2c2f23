package dev.modeldeck.engine.registry;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One immutable version of a registered model.
 *
 * @param number counts from 1
 * @param source where the files came from, as the person or script gave it
 * @param location where the files are read from: a folder, or a single file
 * @param storage whether the files were copied here or stay where they were
 * @param inspection what the files hold, found at registration
 */
public record ModelVersion(
        ModelName model,
        int number,
        String description,
        Map<String, String> tags,
        String creator,
        Instant createdAt,
        Instant updatedAt,
        String source,
        Path location,
        Storage storage,
        List<ModelFile> files,
        Inspection inspection) {

    public ModelVersion {
        tags = Map.copyOf(tags);
        files = List.copyOf(files);
    }

    public long sizeBytes() {
        return files.stream().mapToLong(ModelFile::sizeBytes).sum();
    }

    /** Tells what the files hold: the same for the same files, whatever they are called. */
    public String hash() {
        String all = files.stream().map(ModelFile::sha256).sorted().collect(Collectors.joining());
        return FileHash.ofText(all).substring(0, 32);
    }

    /** The file or folder to load. */
    public Path entry() {
        return location.resolve(inspection.entryPoint());
    }

    /** Copied into the home folder, or referenced in place. */
    public enum Storage {
        COPIED,
        REFERENCED
    }

    /**
     * A file of the version.
     *
     * @param path relative to {@link #location} with forward slashes; the file's own name where the
     *     location is a single file
     * @param sha256 64 hexadecimal digits
     */
    public record ModelFile(String path, long sizeBytes, String sha256) {}
}
