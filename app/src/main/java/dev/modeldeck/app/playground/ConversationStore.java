package dev.modeldeck.app.playground;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/**
 * Conversations on disk, one file each. A file that cannot be read is left alone and not shown.
 * Changes are written behind the caller's back, in the order they were made; closing waits for the
 * last of them.
 */
final class ConversationStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConversationStore.class);
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    // What an earlier version did not know is off, or none.
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private final ExecutorService writes =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("conversations").factory());
    private final Path folder;
    private final PictureFiles pictures;

    ConversationStore(Path folder) {
        this.folder = folder;
        this.pictures = new PictureFiles(folder.resolve("pictures"));
    }

    /** What they show. */
    PictureFiles pictures() {
        return pictures;
    }

    /** Newest first. */
    List<Conversation> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(Conversation::updatedAt).reversed())
                    .toList();
        } catch (IOException e) {
            LOG.warn("Conversations in {} cannot be listed", folder, e);
            return List.of();
        }
    }

    void save(Conversation conversation) {
        inOrder(() -> write(conversation));
    }

    /**
     * @param files of pictures that no other conversation shows
     */
    void delete(String id, Set<String> files) {
        inOrder(() -> {
            remove(id);
            pictures.delete(files);
        });
    }

    /** Deletes pictures that were attached and never sent, or whose conversation is gone. */
    void deletePicturesBut(Set<String> files) {
        inOrder(() -> pictures.keepOnly(files));
    }

    @Override
    public void close() {
        writes.close();
    }

    /** What comes after the end is not kept: the tab kept its last state before it closed. */
    private void inOrder(Runnable change) {
        try {
            writes.execute(change);
        } catch (RejectedExecutionException e) {
            LOG.debug("A change came after the conversations were closed");
        }
    }

    /** Written beside and moved over, so that a crash leaves the old file or the new one. */
    private void write(Conversation conversation) {
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve(conversation.id() + ".new");
            Files.writeString(fresh, JSON.writeValueAsString(conversation));
            Files.move(fresh, file(conversation.id()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("A conversation cannot be kept in {}", folder, e);
        }
    }

    private void remove(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            LOG.warn("A conversation in {} cannot be deleted", folder, e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }

    private static Optional<Conversation> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Conversation.class));
        } catch (IOException | JacksonException e) {
            LOG.warn("The conversation {} cannot be read", file, e);
            return Optional.empty();
        }
    }
}
