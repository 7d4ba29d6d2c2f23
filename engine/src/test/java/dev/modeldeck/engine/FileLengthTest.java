package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Small files are pleasant to live in: 400 lines is the end, in every module. */
class FileLengthTest {

    private static final int END = 400;
    private static final Set<String> KINDS = Set.of("java", "fxml", "css", "sql", "properties");

    @Test
    void no_source_file_is_longer_than_400_lines() throws IOException {
        var root = Path.of("").toAbsolutePath().getParent();
        assertThat(root.resolve("engine")).as("tests run in the module's folder").isDirectory();

        var sources = sources(root);
        var tooLong = new ArrayList<String>();
        for (Path source : sources) {
            try (var lines = Files.lines(source)) {
                long count = lines.count();
                if (count > END) {
                    tooLong.add(root.relativize(source) + ": " + count + " lines");
                }
            }
        }
        assertThat(sources).isNotEmpty();
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> sources(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes facts) {
                        var name = folder.getFileName().toString();
                        boolean ours =
                                folder.equals(root)
                                        || (!name.startsWith(".") && !name.equals("target"));
                        return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                        var name = file.getFileName().toString();
                        if (KINDS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
