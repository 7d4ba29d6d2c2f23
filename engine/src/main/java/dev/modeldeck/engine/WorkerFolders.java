package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.FileTree;
import dev.modeldeck.engine.kernel.HomeFolder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** The folders of workers, one an endpoint: logs that may be looked at until it is gone. */
final class WorkerFolders {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerFolders.class);

    private WorkerFolders() {}

    /**
     * Removes those of endpoints that are gone. At the start, as nothing of theirs runs then: a
     * worker that is ending still writes.
     */
    static void removeAllBut(Set<String> endpoints, HomeFolder home) {
        try (Stream<Path> folders = Files.list(home.workers())) {
            for (Path folder : folders.toList()) {
                if (!endpoints.contains(folder.getFileName().toString())) {
                    FileTree.delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.warn("Folders of ended workers could not be removed: {}", e.toString());
        }
    }
}
