package dev.modeldeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the compiler cannot see: the texts that FXML asks for, and what FXML may not name. */
class UiTextsTest {

    private static final Path RESOURCES =
            Path.of("..", "ui-resources", "src", "main", "resources", "dev", "modeldeck", "ui");
    private static final Pattern TEXT_KEY = Pattern.compile("\"%([^\"]+)\"");
    private static final Pattern DEFINITION = Pattern.compile("^\\s*([^#!\\s=:][^\\s=:]*)\\s*[=:]");

    @Test
    void every_text_that_fxml_asks_for_exists() throws IOException {
        var missing = new TreeSet<String>();
        for (Path fxml : files(".fxml")) {
            var known = new HashSet<>(keys(fxml.resolveSibling("messages.properties")));
            known.addAll(keys(RESOURCES.resolve("common").resolve("messages.properties")));
            TEXT_KEY.matcher(Files.readString(fxml))
                    .results()
                    .map(found -> found.group(1))
                    .filter(key -> !known.contains(key))
                    .forEach(key -> missing.add(RESOURCES.relativize(fxml) + ": " + key));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void no_text_is_defined_twice_or_left_empty() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path texts : files(".properties")) {
            var seen = new HashSet<String>();
            for (String line : Files.readAllLines(texts)) {
                var definition = DEFINITION.matcher(line);
                if (definition.find() && !seen.add(definition.group(1))) {
                    wrong.add(RESOURCES.relativize(texts) + ": twice " + definition.group(1));
                }
            }
            load(texts)
                    .forEach((key, text) -> {
                        if (text.toString().isBlank()) {
                            wrong.add(RESOURCES.relativize(texts) + ": empty " + key);
                        }
                    });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void fxml_names_no_class_of_the_app() throws IOException {
        for (Path fxml : files(".fxml")) {
            assertThat(Files.readString(fxml))
                    .as(fxml.getFileName().toString())
                    .doesNotContain("fx:controller", "dev.modeldeck.app", "<fx:script");
        }
    }

    @Test
    void the_app_keeps_no_resources_in_the_packages_of_ui_resources() {
        assertThat(Path.of("src", "main", "resources", "dev", "modeldeck", "ui")).doesNotExist();
    }

    private static List<Path> files(String ending) throws IOException {
        assertThat(RESOURCES).isDirectory();
        try (var tree = Files.walk(RESOURCES)) {
            return tree.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Set<String> keys(Path texts) throws IOException {
        return Files.exists(texts) ? load(texts).stringPropertyNames() : Set.of();
    }

    private static Properties load(Path texts) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(texts)) {
            properties.load(reader);
        }
        return properties;
    }
}
