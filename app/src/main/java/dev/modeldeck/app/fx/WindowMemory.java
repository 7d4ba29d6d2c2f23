package dev.modeldeck.app.fx;

import javafx.beans.property.Property;
import javafx.scene.control.SplitPane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the window remembers between starts, as texts by key in a small JSON file. A change is
 * written shortly after it, so that a program that is killed forgets nothing. A file that cannot be
 * read or written costs the memory, never the start. Use on the FX thread.
 */
public final class WindowMemory {

    private static final Logger LOG = LoggerFactory.getLogger(WindowMemory.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Executor IN_A_SECOND =
            CompletableFuture.delayedExecutor(
                    1,
                    TimeUnit.SECONDS,
                    task -> Thread.ofVirtual().name("window-memory").start(task));

    private final Path file;
    private final Executor later;
    private final Map<String, String> values;
    private final AtomicBoolean unsaved = new AtomicBoolean();

    public WindowMemory(Path file) {
        this(file, IN_A_SECOND);
    }

    /**
     * @param later runs what it is given after a while, so that many changes are written as one
     */
    public WindowMemory(Path file, Executor later) {
        this.file = file;
        this.later = later;
        this.values = new ConcurrentSkipListMap<>(read(file));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public double number(String key, double fallback) {
        try {
            return get(key).map(Double::parseDouble).filter(Double::isFinite).orElse(fallback);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    public void put(String key, String value) {
        boolean changed = !value.equals(values.put(key, value));
        if (changed && unsaved.compareAndSet(false, true)) {
            later.execute(() -> {
                if (unsaved.get()) {
                    save();
                }
            });
        }
    }

    /** Sets the property as it was left, and remembers what it changes to. */
    public void keep(Property<String> property, String key) {
        get(key).ifPresent(property::setValue);
        property.addListener((kept, before, now) -> put(key, now == null ? "" : now));
    }

    /** As {@link #keep(Property, String)}, for a choice; one that is no more is not set. */
    public <E extends Enum<E>> void keep(Property<E> property, String key, Class<E> choices) {
        get(key).flatMap(name ->
                        Arrays.stream(choices.getEnumConstants())
                                .filter(choice -> choice.name().equals(name))
                                .findFirst())
                .ifPresent(property::setValue);
        property.addListener((kept, before, now) -> put(key, now.name()));
    }

    /** Sets the first divider as it was left, and remembers where it is moved to. */
    public void keep(SplitPane pane, String key) {
        SplitPane.Divider divider = pane.getDividers().getFirst();
        divider.setPosition(Math.clamp(number(key, divider.getPosition()), 0, 1));
        divider.positionProperty()
                .subscribe(position -> put(key, Double.toString(position.doubleValue())));
    }

    /** Writes the file; a reader sees the old one or the new one, never half of it. */
    public synchronized void save() {
        unsaved.set(false);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(
                    fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("What the window remembers could not be kept in {}", file, e);
        }
    }

    private static Map<String, String> read(Path file) {
        try {
            if (Files.exists(file)) {
                Map<String, String> kept =
                        JSON.readValue(
                                Files.readString(file),
                                new TypeReference<TreeMap<String, String>>() {});
                kept.values().removeIf(Objects::isNull);
                return kept;
            }
        } catch (IOException | JacksonException e) {
            LOG.warn("What the window remembered in {} cannot be read", file, e);
        }
        return Map.of();
    }
}
