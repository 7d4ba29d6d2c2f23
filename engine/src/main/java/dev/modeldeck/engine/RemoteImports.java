package dev.modeldeck.engine;

import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Versions that are fetched from registries elsewhere into our own. What was fetched stays in the
 * home folder until it is registered, so that one that was cut, or killed with the program, goes on
 * where it was. Safe for many threads.
 */
public final class RemoteImports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteImports.class);

    private final LiveValue<List<RemoteImport>> all = new LiveValue<>(List.of());
    private final Map<String, ImportFolder> folders = new HashMap<>();
    private final Map<String, ImportJob> jobs = new HashMap<>();
    private final Path place;
    private final Connections connections;
    private final Registry registry;
    private final String who;

    private RemoteImports(HomeFolder home, Connections connections, Registry registry, String who) {
        this.place = home.imports();
        this.connections = connections;
        this.registry = registry;
        this.who = who;
    }

    /** Finds what an earlier run left behind; none goes on before it is asked to. */
    public static RemoteImports open(
            HomeFolder home, Connections connections, Registry registry, String who) {
        RemoteImports imports = new RemoteImports(home, connections, registry, who);
        imports.find();
        return imports;
    }

    /** In the order in which they were begun. */
    public Live<List<RemoteImport>> all() {
        return all;
    }

    /**
     * Begins to fetch a version and returns at once; {@link #all} tells the rest.
     *
     * @return its id
     * @throws EngineException with {@code Conflict} where the same version is being fetched, {@code
     *     Invalid} for an alias that none can be called
     */
    public synchronized String start(NewImport asked) {
        asked.aliases().forEach(Registry::checkAlias);
        if (all.get().stream().anyMatch(one -> !one.ended() && one.asked().same(asked))) {
            throw new EngineException(
                    new Problem.Conflict(
                            "This version is being imported already. Let it go on, or discard it."));
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        ImportFolder folder = created(id, asked);
        folders.put(id, folder);
        all.update(now -> {
            List<RemoteImport> more = new ArrayList<>(now);
            more.add(new RemoteImport(id, asked, new State.Fetching(0, 0, "")));
            return List.copyOf(more);
        });
        run(id, folder);
        return id;
    }

    private ImportFolder created(String id, NewImport asked) {
        try {
            return ImportFolder.create(place.resolve(id), asked);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Goes on with one that was stopped or cut. */
    public synchronized void resume(String id) {
        ImportFolder folder = folders.get(id);
        if (find(id).state() instanceof State.Stopped && folder != null) {
            set(id, new State.Fetching(0, 0, ""));
            run(id, folder);
        }
    }

    /** Stops one; what was fetched stays. */
    public synchronized void stop(String id) {
        ImportJob job = jobs.remove(id);
        if (job != null) {
            job.stop();
        }
    }

    /** Stops one, and deletes what was fetched; of one that is done only its mention goes. */
    public synchronized void discard(String id) {
        stop(id);
        ImportFolder folder = folders.remove(id);
        if (folder != null) {
            delete(folder);
        }
        all.update(now -> now.stream().filter(one -> !one.id().equals(id)).toList());
    }

    private void run(String id, ImportFolder folder) {
        ImportJob job = new ImportJob(folder, connections, registry, who, state -> set(id, state));
        jobs.put(id, job);
        job.start();
    }

    private RemoteImport find(String id) {
        return all.get().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> EngineException.notFound("This import was discarded."));
    }

    private void set(String id, State state) {
        all.update(now ->
                now.stream()
                        .map(one ->
                                one.id().equals(id)
                                        ? new RemoteImport(id, one.asked(), state)
                                        : one)
                        .toList());
    }

    private void find() {
        List<RemoteImport> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(place)) {
            for (Path entry : entries.sorted().toList()) {
                open(entry, found);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        all.set(List.copyOf(found));
    }

    private void open(Path entry, List<RemoteImport> found) {
        try {
            ImportFolder folder = ImportFolder.open(entry);
            if (folder.handedOver()) {
                delete(folder);
                return;
            }
            folders.put(folder.id(), folder);
            found.add(
                    new RemoteImport(
                            folder.id(),
                            folder.note().asked(),
                            new State.Stopped(folder.doneBytes(), folder.note().allBytes(), null)));
        } catch (IOException e) {
            LOG.warn("{} is no import that could go on: {}", entry, e.toString());
        }
    }

    private static void delete(ImportFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            // What cannot be removed only takes room.
            LOG.warn("An import could not be removed: {}", e.toString());
        }
    }

    private EngineException unusable(IOException cause) {
        return new EngineException(
                new Problem.Unavailable(
                        "The folder %s cannot be used. Make room on the disk, or change its permissions."
                                .formatted(place)),
                cause);
    }

    /** Stops all of them; they go on after the next start when they are asked to. */
    @Override
    public synchronized void close() {
        jobs.values().forEach(ImportJob::stop);
        jobs.clear();
    }
}
