package dev.modeldeck.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;

class ProgramLogTest {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramLogTest.class);

    @TempDir Path folder;

    @AfterEach
    void close() {
        ProgramLog.close();
    }

    @Test
    void what_is_logged_lies_in_the_home_folder() throws Exception {
        ProgramLog.into(folder);
        LOG.error("It did not work", new IllegalStateException("the reason"));
        assertThat(Files.readString(folder.resolve("logs/modeldeck.log")))
                .contains("ERROR", "It did not work", "the reason", "ProgramLogTest");
    }

    @Test
    void another_home_folder_takes_over() throws Exception {
        ProgramLog.into(folder.resolve("first"));
        ProgramLog.into(folder.resolve("second"));
        LOG.error("Only here");
        assertThat(folder.resolve("first/logs/modeldeck.log")).isEmptyFile();
        assertThat(folder.resolve("second/logs/modeldeck.log")).content().contains("Only here");
    }

    @Test
    void a_folder_that_cannot_be_written_keeps_nothing_from_starting() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        ProgramLog.into(file);
        LOG.error("Said on the error stream only");
    }
}
