package dev.modeldeck.engine;

import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteRegistry.Artifact;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fetches the files of one version, on a thread of its own, and registers them when all are there.
 */
final class ImportJob {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

    /** Left free on the disk, for the database and everybody else. */
    private static final long RESERVE_BYTES = 64L << 20;

    /** A progress bar has no more steps. */
    private static final long STEPS = 500;

    private final ImportFolder folder;
    private final Connections connections;
    private final Registry registry;
    private final String who;
    private final Consumer<State> told;
    private final Thread thread;
    private long shownBytes = -1;

    ImportJob(
            ImportFolder folder,
            Connections connections,
            Registry registry,
            String who,
            Consumer<State> told) {
        this.folder = folder;
        this.connections = connections;
        this.registry = registry;
        this.who = who;
        this.told = told;
        this.thread = Thread.ofVirtual().name("import-" + folder.id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends it and waits until nothing of it runs. */
    void stop() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        State end = null;
        try {
            end = runToItsEnd();
        } finally {
            told.accept(end != null ? end : stopped(unforeseen()));
        }
    }

    private static Problem unforeseen() {
        return new Problem.Upstream(
                "The server told of the files in a way that cannot be read.", 502);
    }

    private State runToItsEnd() {
        try {
            fetch();
            ModelVersion version = register();
            folder.delete();
            return new State.Done(version.number());
        } catch (EngineException e) {
            return stopped(e.problem() instanceof Problem.Cancelled ? null : e.problem());
        } catch (IOException e) {
            LOG.warn("An import failed", e);
            return stopped(
                    Thread.currentThread().isInterrupted()
                            ? null
                            : new Problem.Unavailable(
                                    "The files cannot be written: %s. Make room on the disk, then go on."
                                            .formatted(e.getMessage())));
        }
    }

    private State stopped(@Nullable Problem why) {
        return new State.Stopped(folder.doneBytes(), folder.note().allBytes(), why);
    }

    private void fetch() throws IOException {
        NewImport asked = folder.note().asked();
        told.accept(new State.Fetching(folder.doneBytes(), folder.note().allBytes(), "Asking"));
        RemoteRegistry remote =
                connections
                        .registry(asked.connection())
                        .orElseThrow(() ->
                                new EngineException(
                                        new Problem.Unsupported(
                                                "This server keeps no registered models.")));
        Version version = remote.version(asked.model(), asked.number());
        if (!version.ready()) {
            throw new EngineException(
                    new Problem.Conflict(
                            "Version %s of %s is not whole on its server yet. Try again when it is."
                                    .formatted(version.number(), version.name())));
        }
        folder.expect(items(remote.files(version)));
        makeRoom();
        for (ImportFolder.Item item : folder.note().files()) {
            if (item.sha256().isEmpty()) {
                fetch(remote, version, item);
            }
        }
    }

    private static List<ImportFolder.Item> items(List<Artifact> files) {
        if (files.isEmpty()) {
            throw EngineException.notFound("The server lists no files of this version.");
        }
        files.forEach(ImportJob::requireBelow);
        return files.stream()
                .sorted(Comparator.comparing(Artifact::path))
                .map(ImportFolder.Item::of)
                .toList();
    }

    /** A server's names are not to lead out of the folder. */
    private static void requireBelow(Artifact file) {
        if (!isBelow(file.path().replace('\\', '/'))) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server names a file \"%s\", which lies outside of the model. It is not fetched."
                                    .formatted(file.path()),
                            502));
        }
    }

    private static boolean isBelow(String name) {
        try {
            Path path = Path.of(name);
            return !name.isBlank()
                    && !path.isAbsolute()
                    && !path.startsWith("..")
                    && path.equals(path.normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void makeRoom() throws IOException {
        Files.createDirectories(folder.files());
        long needed = folder.note().allBytes() - folder.doneBytes() + RESERVE_BYTES;
        long free = Files.getFileStore(folder.files()).getUsableSpace();
        if (free < needed) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "The files need %,d MB, and the disk has %,d MB left. Make room, then go on."
                                    .formatted(needed >> 20, free >> 20)));
        }
    }

    private void fetch(RemoteRegistry remote, Version version, ImportFolder.Item item)
            throws IOException {
        long before = folder.doneBytes() - folder.part().toFile().length();
        PartFile part =
                new PartFile(
                        folder.part(),
                        there -> {
                            if (item.bytes() >= 0 && there > item.bytes()) {
                                throw otherSize(item, there); // before it fills the disk
                            }
                            show(before + there, item.path());
                        });
        long there = part.bytes();
        if (item.bytes() < 0 || there != item.bytes()) {
            remote.fetch(version, item.artifact(), there > item.bytes() ? 0 : there, part);
        }
        if (!Files.exists(folder.part())) {
            Files.createFile(folder.part()); // of no bytes
        }
        if (item.bytes() >= 0 && part.bytes() != item.bytes()) {
            long came = part.bytes();
            Files.delete(folder.part());
            throw otherSize(item, came);
        }
        folder.keep(item, part.hash());
    }

    private static EngineException otherSize(ImportFolder.Item item, long came) {
        return new EngineException(
                new Problem.Upstream(
                        "%s came with %,d bytes, where the server lists %,d. It is fetched anew when you go on."
                                .formatted(item.path(), came, item.bytes()),
                        502));
    }

    private void show(long doneBytes, String path) {
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.cancelled();
        }
        long all = folder.note().allBytes();
        if (shownBytes < 0 || doneBytes - shownBytes >= all / STEPS || doneBytes < shownBytes) {
            shownBytes = doneBytes;
            told.accept(new State.Fetching(doneBytes, all, path));
        }
    }

    private ModelVersion register() throws IOException {
        NewImport asked = folder.note().asked();
        told.accept(new State.Registering(0));
        NewVersion fresh =
                new NewVersion(
                                asked.as(),
                                asked.source(),
                                ModelVersion.Storage.COPIED,
                                asked.description(),
                                asked.tags(),
                                who)
                        .givenIn(folder.files());
        ModelVersion version =
                registry.register(
                        fresh, (fraction, _) -> told.accept(new State.Registering(fraction)));
        check(version);
        asked.aliases().forEach(alias -> registry.alias(asked.as(), alias, version.number(), who));
        return version;
    }

    /** What is registered must be what came over the wire. */
    private void check(ModelVersion version) throws IOException {
        Map<String, String> came =
                folder.note().files().stream()
                        .collect(
                                Collectors.toMap(
                                        ImportFolder.Item::path, ImportFolder.Item::sha256));
        for (ModelVersion.ModelFile file : version.files()) {
            if (!file.sha256().equals(came.get(file.path()))) {
                registry.deleteVersion(version.model(), version.number(), who);
                folder.reset();
                throw new EngineException(
                        new Problem.Damaged(
                                "%s is not what was received. Check the disk, then go on: all files are fetched anew."
                                        .formatted(file.path()),
                                file.path()));
            }
        }
    }
}
