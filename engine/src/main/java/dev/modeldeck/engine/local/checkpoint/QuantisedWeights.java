package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Weights as they were quantised when a model was first loaded, kept in a file for later starts. It
 * can always be made again: a file that is damaged, or that there is no room for, costs time and
 * nothing else.
 */
public final class QuantisedWeights implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QuantisedWeights.class);
    private static final Duration UNUSED = Duration.ofDays(60);

    /** Room that must be left on the disk, as a multiple of what is written. */
    private static final int ROOM = 4;

    private final Map<String, StoredTensor> found;
    private @Nullable SafetensorsWriter writer;

    private QuantisedWeights(Map<String, StoredTensor> found, @Nullable SafetensorsWriter writer) {
        this.found = found;
        this.writer = writer;
    }

    /** Keeps nothing. */
    public static QuantisedWeights none() {
        return new QuantisedWeights(Map.of(), null);
    }

    /**
     * Reads the file, or begins to write it.
     *
     * @param arena in which what is read stays mapped
     * @param most bytes that are going to be written
     */
    public static QuantisedWeights at(Path file, Arena arena, long most) {
        try {
            Map<String, StoredTensor> found = found(file, arena);
            if (!found.isEmpty()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return new QuantisedWeights(found, null);
            }
            Path folder = file.toAbsolutePath().resolveSibling("");
            forgetUnused(folder);
            boolean room = Files.getFileStore(folder).getUsableSpace() / ROOM > most;
            return room ? new QuantisedWeights(Map.of(), new SafetensorsWriter(file)) : none();
        } catch (IOException e) {
            LOG.info("Quantised weights are not kept: {}", e.getMessage());
            return none();
        }
    }

    /** Nothing where there is no file, or a damaged one, which is written anew. */
    private static Map<String, StoredTensor> found(Path file, Arena arena) throws IOException {
        try {
            return Files.exists(file) ? SafetensorsFile.map(file, arena) : Map.of();
        } catch (EngineException e) {
            LOG.info("Quantised weights are made again: {}", e.getMessage());
            return Map.of();
        }
    }

    private static void forgetUnused(Path folder) throws IOException {
        Instant before = Instant.now().minus(UNUSED);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (SafetensorsWriter.abandoned(file)
                        || Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** What was kept under this name, so many tensors; empty if it has to be made. */
    public Optional<List<StoredTensor>> get(String name, int tensors) {
        List<String> names = names(name, tensors);
        return found.keySet().containsAll(names)
                ? Optional.of(names.stream().map(found::get).toList())
                : Optional.empty();
    }

    /** Keeps tensors under a name. */
    public void put(String name, List<StoredTensor> tensors) {
        SafetensorsWriter to = writer;
        if (to == null) {
            return;
        }
        try {
            List<String> names = names(name, tensors.size());
            for (int i = 0; i < names.size(); i++) {
                to.add(names.get(i), tensors.get(i));
            }
        } catch (IOException e) {
            LOG.info("Quantised weights are not kept: {}", e.getMessage());
            close();
        }
    }

    private static List<String> names(String name, int tensors) {
        return IntStream.range(0, tensors).mapToObj(i -> name + "." + i).toList();
    }

    /** All that there is has been kept. */
    public void finish() {
        SafetensorsWriter to = writer;
        if (to == null) {
            return;
        }
        try {
            to.finish();
        } catch (IOException e) {
            LOG.info("Quantised weights are not kept: {}", e.getMessage());
        }
    }

    /** Drops what was not finished. */
    @Override
    public void close() {
        SafetensorsWriter to = writer;
        writer = null;
        if (to == null) {
            return;
        }
        try {
            to.close();
        } catch (IOException e) {
            LOG.info("An unfinished file of quantised weights is left: {}", e.getMessage());
        }
    }
}
