package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class WindowMemoryTest {

    @TempDir Path folder;

    @Test
    void what_was_put_is_there_after_the_next_start() {
        Path file = folder.resolve("deep").resolve("window.json");
        WindowMemory memory = new WindowMemory(file);
        memory.put("tab", "logs");
        memory.put("width", "1024.5");
        memory.save();
        WindowMemory next = new WindowMemory(file);
        assertThat(next.get("tab")).contains("logs");
        assertThat(next.number("width", 1)).isEqualTo(1024.5);
    }

    @Test
    void a_damaged_file_costs_the_memory_but_not_the_start() throws Exception {
        Path file = Files.writeString(folder.resolve("window.json"), "{\"tab\": ");
        WindowMemory memory = new WindowMemory(file);
        assertThat(memory.get("tab")).isEmpty();
        assertThat(memory.number("width", 7)).isEqualTo(7);
    }

    @Test
    void changes_are_written_shortly_after_them_as_one() {
        Path file = folder.resolve("window.json");
        List<Runnable> later = new ArrayList<>();
        WindowMemory memory = new WindowMemory(file, later::add);
        memory.put("tab", "logs");
        memory.put("width", "1024.5");
        assertThat(later).hasSize(1);
        later.getFirst().run();
        assertThat(new WindowMemory(file).get("width")).contains("1024.5");
        memory.put("width", "1024.5");
        assertThat(later).as("nothing has changed").hasSize(1);
        memory.put("width", "900");
        assertThat(later).hasSize(2);
    }

    @Test
    void a_choice_comes_back_as_it_was_left() {
        WindowMemory memory = new WindowMemory(folder.resolve("window.json"), never -> {});
        ObjectProperty<Look> look = new SimpleObjectProperty<>(Look.LIGHT);
        StringProperty words = new SimpleStringProperty("");
        memory.keep(look, "look", Look.class);
        memory.keep(words, "words");
        look.set(Look.DARK);
        words.set("status");
        ObjectProperty<Look> next = new SimpleObjectProperty<>(Look.LIGHT);
        memory.keep(next, "look", Look.class);
        assertThat(next.get()).isEqualTo(Look.DARK);
        assertThat(memory.get("words")).contains("status");
        memory.put("look", "SEPIA");
        ObjectProperty<Look> usual = new SimpleObjectProperty<>(Look.LIGHT);
        memory.keep(usual, "look", Look.class);
        assertThat(usual.get()).as("a choice that is no more").isEqualTo(Look.LIGHT);
    }

    @Test
    void what_is_no_figure_is_not_taken_for_one() throws Exception {
        Path file =
                Files.writeString(folder.resolve("window.json"), "{\"x\": \"NaN\", \"y\": null}");
        WindowMemory memory = new WindowMemory(file);
        assertThat(memory.number("x", 7)).isEqualTo(7);
        assertThat(memory.number("y", 8)).isEqualTo(8);
    }
}
