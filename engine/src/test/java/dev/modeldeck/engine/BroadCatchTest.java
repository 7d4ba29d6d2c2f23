package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What nobody foresaw is caught where a request or a worker ends, and nowhere else: elsewhere a
 * broad catch hides mistakes.
 */
class BroadCatchTest {

    private static final Pattern BROAD =
            Pattern.compile(
                    "catch\\s*\\([^)]*\\b(Exception|RuntimeException|Throwable|Error|LinkageError)\\b[^)]*\\)");

    private static final List<String> ALLOWED =
            List.of("connections/Watch.java", "gateway/Dispatch.java", "worker/WorkerMain.java");

    @Test
    void broad_catches_stay_where_they_are_allowed() throws IOException {
        Path root = Path.of("src/main/java/dev/modeldeck/engine").toAbsolutePath();
        List<String> broad = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(root)) {
            for (Path file : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
                if (BROAD.matcher(Files.readString(file)).find()) {
                    broad.add(root.relativize(file).toString().replace('\\', '/'));
                }
            }
        }
        assertThat(broad).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }
}
