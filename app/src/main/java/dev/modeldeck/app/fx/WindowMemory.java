package dev.modeldeck.app.fx;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the window remembers between starts, as texts by key in a small JSON file. A file that
 * cannot be read or written costs the memory, never the start. Use on the FX thread.
 */
public final class WindowMemory {

    private static final Logger LOG = LoggerFactory.getLogger(WindowMemory.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, String> values;

    public WindowMemory(Path file) {
        this.file = file;
        this.values = read(file);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public double number(String key, double fallback) {
        try {
            return get(key).map(Double::parseDouble).orElse(fallback);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    public void put(String key, String value) {
        values.put(key, value);
    }

    /** Sets the divider as it was left, and remembers where it is moved to. */
    public void keep(SplitPane pane, String key) {
        SplitPane.Divider divider = pane.getDividers().getFirst();
        divider.setPosition(number(key, divider.getPosition()));
        divider.positionProperty()
                .subscribe(position -> put(key, Double.toString(position.doubleValue())));
    }

    /** Writes the file; a reader sees the old one or the new one, never half of it. */
    public void save() {
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
                return new TreeMap<>(
                        JSON.readValue(
                                Files.readString(file),
                                new TypeReference<Map<String, String>>() {}));
            }
        } catch (IOException | JacksonException e) {
            LOG.warn("What the window remembered in {} cannot be read", file, e);
        }
        return new TreeMap<>();
    }
}
