package dev.modeldeck.engine.registry.format;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds for every format. */
public abstract class ModelFormatContract {

    @TempDir protected Path folder;

    /** The format's word, as it stands in the list of what we ship. */
    protected abstract String id();

    /** Makes a complete model of the format below the folder, and says where. */
    protected abstract Path sample(Path folder);

    protected final Inspection inspect(Path source) {
        return ask(source).orElseThrow();
    }

    protected final Optional<Inspection> ask(Path source) {
        return format().inspect(source, this::askAll);
    }

    /** Why the files cannot be run. */
    protected final String refusal(Path source) {
        return inspect(source).whyNotRunnable().orElseThrow();
    }

    private Optional<Inspection> askAll(Path source) {
        return BuiltIns.formats().stream()
                .flatMap(format -> format.inspect(source, this::askAll).stream())
                .findFirst();
    }

    private ModelFormat format() {
        return BuiltIns.formats().stream()
                .filter(format -> format.id().equals(id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_model_of_the_format_is_recognised() {
        Path source = sample(folder.resolve("sample"));

        Inspection inspection = inspect(source);

        assertThat(inspection.format()).isEqualTo(id());
        assertThat(inspection.formatLabel()).isNotBlank();
        assertThat(source.resolve(inspection.entryPoint())).exists();
        assertThat(askAll(source)).as("no other format claims it first").contains(inspection);
    }

    @Test
    void other_files_are_left_to_other_formats() throws IOException {
        Path other = folder.resolve("other");
        write(other.resolve("notes.md"), "# Notes");
        write(other.resolve("data.csv"), "a,b\n1,2\n");
        Files.createDirectories(other.resolve("empty"));

        for (Path source : List.of(other, other.resolve("notes.md"), other.resolve("empty"))) {
            assertThat(ask(source)).isEmpty();
        }
    }

    @Test
    void files_cut_off_anywhere_never_break_the_inspection() throws IOException {
        Path sample = sample(folder.resolve("sample"));
        for (Path file : files(sample)) {
            byte[] whole = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, 7, 12, whole.length / 2, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, Math.clamp(length, 0, whole.length)));
                ask(sample).ifPresent(found -> assertThat(found.format()).isEqualTo(id()));
            }
            Files.write(file, whole);
        }
    }

    private static List<Path> files(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
