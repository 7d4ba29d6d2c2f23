package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a worker prints: all of it in a file, the last lines also as a value. A burst of lines is
 * announced once.
 */
final class WorkerLog implements AutoCloseable {

    static final int TAIL = 500;

    /** Of its file. */
    static final String NAME = "worker.log";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    private static final int LONGEST_LINE = 4_000;
    private static final long LARGEST_FILE = 5L << 20;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Deque<String> tail = new ArrayDeque<>();
    private final LiveValue<List<String>> lines = new LiveValue<>(List.of());
    private final Path folder;
    private @Nullable Writer file;
    private long written;
    private boolean announcing;

    WorkerLog(Path folder) {
        this.folder = folder;
        this.file = open();
    }

    Live<List<String>> lines() {
        return lines;
    }

    /** A line of ours between the worker's. */
    void note(String text) {
        add(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }

    synchronized void add(String line) {
        String kept = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
        tail.addLast(kept);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
        write(kept);
        if (!announcing) {
            announcing = true;
            Thread.ofVirtual().start(this::announceSoon);
        }
    }

    /** Adds every line until the stream ends. */
    void addAll(BufferedReader stream) {
        try (stream) {
            for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            LOG.debug("A worker's output ended early", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.warn("A worker's log could not be closed", e);
        }
    }

    private void announceSoon() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List<String> now;
        synchronized (this) {
            announcing = false;
            now = List.copyOf(tail);
        }
        lines.set(now);
    }

    private void write(String line) {
        if (file == null) {
            return;
        }
        try {
            file.write(line + System.lineSeparator());
            file.flush();
            written += line.length() + 1;
            if (written > LARGEST_FILE) {
                file.close();
                file = open();
            }
        } catch (IOException e) {
            LOG.debug("A worker's log could not be written", e);
        }
    }

    /** A full disk must not keep a model from being served: then there is only the tail. */
    private @Nullable Writer open() {
        Path path = folder.resolve(NAME);
        try {
            Files.createDirectories(folder);
            if (Files.exists(path) && Files.size(path) > LARGEST_FILE) {
                Path old = folder.resolve("worker.old.log");
                Files.move(path, old, StandardCopyOption.REPLACE_EXISTING);
            }
            written = Files.exists(path) ? Files.size(path) : 0;
            return Files.newBufferedWriter(
                    path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("The log of a worker cannot be kept in {}", folder, e);
            return null;
        }
    }
}
