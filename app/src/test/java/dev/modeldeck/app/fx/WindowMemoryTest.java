package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

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
}
