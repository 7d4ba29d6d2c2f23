package dev.modeldeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A fault that is caught where nobody expects it is a fault that nobody sees. */
class BroadCatchTest {

    private static final Pattern BROAD =
            Pattern.compile("catch \\([^)]*\\b(Exception|RuntimeException|Throwable|Error)\\b");

    @Test
    void only_the_job_runner_catches_whatever_comes() throws IOException {
        try (var tree = Files.walk(Path.of("src", "main", "java"))) {
            List<String> broad =
                    tree.filter(file -> file.toString().endsWith(".java"))
                            .filter(BroadCatchTest::catchesAll)
                            .map(file -> file.getFileName().toString())
                            .toList();
            assertThat(broad).containsExactly("Work.java");
        }
    }

    private static boolean catchesAll(Path file) {
        try {
            return BROAD.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
