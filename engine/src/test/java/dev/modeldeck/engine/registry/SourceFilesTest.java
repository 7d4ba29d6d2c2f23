package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.ModelVersion.Storage.COPIED;
import static dev.modeldeck.engine.registry.ModelVersion.Storage.REFERENCED;
import static dev.modeldeck.engine.registry.OpenRegistry.model;
import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modeldeck.engine.kernel.Progress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SourceFilesTest {

    @TempDir private Path folder;

    @Test
    void hidden_files_are_no_part_of_a_model() {
        Path source = model(folder.resolve("source"), "hello");
        write(source.resolve(".git/config"), "x");
        write(source.resolve(".DS_Store"), "x");

        assertThat(relative(source)).containsExactly("model.txt", "parts/more.json");
    }

    @Test
    void links_inside_the_folder_and_into_the_hub_cache_count_as_files() throws IOException {
        Path snapshot = folder.resolve("models--x/snapshots/abc");
        write(folder.resolve("models--x/blobs/123"), "hello");
        Files.createDirectories(snapshot);
        Files.createSymbolicLink(snapshot.resolve("model.txt"), Path.of("../../blobs/123"));
        Files.createSymbolicLink(snapshot.resolve("same.txt"), Path.of("model.txt"));

        assertThat(relative(snapshot)).containsExactly("model.txt", "same.txt");
        try (OpenRegistry open = new OpenRegistry(folder)) {
            Path copy = open.register(snapshot, COPIED).location();
            assertThat(copy.resolve("model.txt")).isRegularFile().hasContent("hello");
            assertThat(Files.isSymbolicLink(copy.resolve("model.txt"))).isFalse();
        }
    }

    @Test
    void a_link_to_a_folder_is_the_folder() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        Path link = Files.createSymbolicLink(folder.resolve("link"), source);

        try (OpenRegistry open = new OpenRegistry(folder)) {
            assertThat(open.registry.sizeBytes(link)).isEqualTo(7);
            assertThat(open.register(link, COPIED).files())
                    .extracting(ModelVersion.ModelFile::path)
                    .containsExactly("model.txt", "parts/more.json");
            ModelVersion kept = open.register(link, REFERENCED);
            open.registry.verify(kept, Progress.none());
            assertThat(kept.location()).isEqualTo(source.toRealPath());
        }
    }

    @Test
    void links_that_lead_elsewhere_are_refused_by_name() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        write(folder.resolve("secret.txt"), "x");
        Path link = source.resolve("link.txt");

        for (String target : List.of("../secret.txt", "nowhere", "..")) {
            Files.createSymbolicLink(link, Path.of(target));
            assertThatThrownBy(() -> SourceFiles.of(source))
                    .hasMessageContaining(link + " is a link to " + target)
                    .hasMessageContaining("not part of the folder");
            Files.delete(link);
        }
    }

    @Test
    void missing_and_empty_folders_are_said_to_be_so() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> SourceFiles.of(empty)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> SourceFiles.of(folder.resolve("gone")))
                .hasMessageContaining("There is no")
                .hasMessageContaining("gone");
    }

    @Test
    void unreadable_files_are_said_to_be_so() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        Path file = source.resolve("model.txt");
        assumeThat(file.toFile().setReadable(false)).isTrue();
        assumeThat(Files.isReadable(file)).as("the superuser reads everything").isFalse();

        assertThatThrownBy(() -> SourceFiles.of(source)).hasMessageContaining("may not read");
    }

    @Test
    void a_full_disk_is_said_to_be_full() {
        IOException failure = new IOException("Auf dem Ger\u00e4t ist kein Platz mehr");

        assertThat(FileProblems.ofCopy(failure, folder, 4096))
                .hasMessageContaining("ran full")
                .hasMessageContaining("nothing was kept");
        assertThat(FileProblems.ofCopy(failure, folder, 1L << 30))
                .hasMessageContaining("cannot be read or written");
        assertThat(FileProblems.noRoom(folder, 5_000_000_000L, 1_000_000L))
                .hasMessageContaining("5,000 MB are needed, 1 MB are free");
    }

    @Test
    void a_failure_is_said_of_the_file_that_it_names() {
        Path file = folder.resolve("model.txt");
        assertThat(FileProblems.of(new java.nio.file.NoSuchFileException(file.toString()), folder))
                .hasMessageContaining("There is no " + file + ".");
    }

    private static List<String> relative(Path source) {
        return SourceFiles.of(source).stream()
                .map(file -> SourceFiles.relative(source, file))
                .toList();
    }
}
