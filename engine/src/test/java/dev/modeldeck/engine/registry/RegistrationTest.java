package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.ModelVersion.Storage.COPIED;
import static dev.modeldeck.engine.registry.ModelVersion.Storage.REFERENCED;
import static dev.modeldeck.engine.registry.OpenRegistry.NAME;
import static dev.modeldeck.engine.registry.OpenRegistry.model;
import static dev.modeldeck.engine.registry.OpenRegistry.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class RegistrationTest {

    @TempDir private Path folder;
    private OpenRegistry open;
    private Registry registry;

    @BeforeEach
    void start() {
        open = new OpenRegistry(folder);
        registry = open.registry;
    }

    @AfterEach
    void end() {
        open.close();
    }

    @Test
    void a_copied_version_has_hashed_files_of_its_own() throws IOException {
        Path source = model(folder.resolve("source"), "hello");

        ModelVersion version = open.register(source, COPIED);

        assertThat(version.number()).isEqualTo(1);
        assertThat(version.location()).startsWith(open.home.models());
        assertThat(version.entry().resolve("model.txt")).hasContent("hello");
        assertThat(version.files())
                .containsExactly(
                        new ModelVersion.ModelFile(
                                "model.txt",
                                5,
                                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
                        new ModelVersion.ModelFile(
                                "parts/more.json",
                                2,
                                "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        Files.writeString(source.resolve("model.txt"), "other");
        registry.verify(version, Progress.none());
    }

    @Test
    void the_size_on_disk_is_known_before_registering() {
        assertThat(registry.sizeBytes(model(folder.resolve("source"), "hello"))).isEqualTo(7);
    }

    @Test
    void what_cannot_be_run_is_not_registered() {
        assertThatThrownBy(() -> open.register(folder, COPIED))
                .hasMessageContaining("no model that Modeldeck knows")
                .extracting(RegistrationTest::problem)
                .isInstanceOf(Problem.Unsupported.class);
        assertThat(registry.models().get()).isEmpty();
    }

    @Test
    void a_version_reads_the_same_after_a_restart() {
        ModelVersion version = open.register(model(folder.resolve("source"), "hello"), COPIED);

        assertThat(open.reopen().version(NAME, 1)).isEqualTo(version);
    }

    @Test
    void a_single_file_is_a_version_too() {
        Path file = model(folder.resolve("source"), "hello").resolve("model.txt");

        ModelVersion copied = open.register(file, COPIED);
        ModelVersion referenced = open.register(file, REFERENCED);

        assertThat(copied.entry()).isRegularFile().hasContent("hello");
        assertThat(copied.entry()).hasFileName("model.txt").isNotEqualTo(file);
        assertThat(referenced.entry()).isEqualTo(file);
        registry.verify(copied, Progress.none());
        registry.verify(referenced, Progress.none());
    }

    @Test
    void numbers_are_never_used_again() {
        Path source = model(folder.resolve("source"), "hello");
        open.register(source, REFERENCED);
        open.register(source, REFERENCED);
        registry.deleteVersion(NAME, 2, "me");
        assertThat(open.register(source, REFERENCED).number()).isEqualTo(3);

        registry.delete(NAME, "me");
        assertThat(open.register(source, REFERENCED).number()).isEqualTo(4);
    }

    @Test
    void registrations_of_the_same_model_at_once_get_numbers_of_their_own() throws Exception {
        List<Path> sources =
                IntStream.range(0, 4)
                        .mapToObj(i -> model(folder.resolve("source" + i), "content " + i))
                        .toList();
        List<Future<ModelVersion>> versions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sources.forEach(
                    source -> versions.add(threads.submit(() -> open.register(source, COPIED))));
        }
        for (Future<ModelVersion> version : versions) {
            Path source = Path.of(version.get().source());
            assertThat(version.get().entry().resolve("model.txt"))
                    .hasSameTextualContentAs(source.resolve("model.txt"));
        }
        assertThat(registry.get(NAME).versions())
                .extracting(ModelVersion::number)
                .containsExactly(4, 3, 2, 1);
    }

    @Test
    void progress_counts_bytes_up_to_the_whole() {
        List<Double> fractions = new ArrayList<>();
        Path source = model(folder.resolve("source"), "x".repeat(3 << 20));

        registry.register(request(source, COPIED), (fraction, what) -> fractions.add(fraction));

        assertThat(fractions).hasSizeGreaterThan(3).isSorted().last().isEqualTo(1.0);
    }

    @Test
    void cancelling_in_the_middle_leaves_nothing_behind() throws Exception {
        Path source = model(folder.resolve("source"), "x".repeat(8 << 20));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                registry.register(
                                        request(source, COPIED),
                                        (fraction, what) -> Thread.currentThread().interrupt());
                            } catch (EngineException e) {
                                failure.set(e);
                            }
                        });
        thread.join();

        assertThat(problem(failure.get())).isInstanceOf(Problem.Cancelled.class);
        assertThat(entries(open.home.models())).isEmpty();
        assertThat(registry.find(NAME)).isEmpty();
        assertThat(registry.journal(NAME)).isEmpty();
    }

    @Test
    void files_larger_than_the_disk_are_not_copied() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        try (FileChannel huge =
                FileChannel.open(source.resolve("model.txt"), StandardOpenOption.WRITE)) {
            // A hole takes no room; only the file's length is that of eight tebibytes.
            huge.write(ByteBuffer.wrap(new byte[] {1}), 8L << 40);
        } catch (IOException e) {
            assumeThat(e).as("the file system knows no holes").isNull();
        }

        assertThatThrownBy(() -> open.register(source, COPIED))
                .hasMessageContaining("has no room: 8,796,1")
                .hasMessageContaining("register the files where they are");
        assertThat(entries(open.home.models())).isEmpty();
    }

    @Test
    void what_a_killed_program_left_unfinished_is_removed_at_the_next_start() throws IOException {
        Files.createDirectories(open.home.models().resolve(".unfinished-1/parts"));

        open.reopen();

        assertThat(entries(open.home.models())).isEmpty();
    }

    @Test
    void a_copy_that_a_killed_program_never_wrote_down_is_removed_at_the_next_start()
            throws IOException {
        ModelVersion version = open.register(model(folder.resolve("source"), "hello"), COPIED);
        Path orphan = open.home.models().resolve("demo-0a1b2c3d-0000-4000-8000-0123456789ab");
        Path foreign = open.home.models().resolve("my own notes");
        Files.createDirectories(orphan.resolve("parts"));
        Files.createDirectories(foreign);

        open.reopen();

        assertThat(entries(open.home.models()))
                .containsExactlyInAnyOrder(version.location(), foreign);
    }

    @Test
    void the_longest_name_of_a_model_can_be_copied() {
        ModelName longest = new ModelName("main", "default", "x".repeat(255));
        Path source = model(folder.resolve("source"), "hello");
        NewVersion asked = new NewVersion(longest, source.toString(), COPIED, "", Map.of(), "me");

        assertThat(registry.register(asked, Progress.none()).entry().resolve("model.txt"))
                .hasContent("hello");
    }

    @Test
    void a_referenced_file_that_changed_is_not_served() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        ModelVersion version = open.register(source, REFERENCED);
        assertThat(version.location()).isEqualTo(source);

        Files.writeString(source.resolve("model.txt"), "hullo");

        assertThatThrownBy(() -> registry.verify(version, Progress.none()))
                .hasMessageContaining(source.resolve("model.txt") + " has changed since version 1")
                .hasMessageContaining("register the folder as a new version")
                .extracting(RegistrationTest::problem)
                .isInstanceOf(Problem.Damaged.class);
    }

    @Test
    void a_changed_file_with_its_old_date_put_back_is_noticed() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        Path file = source.resolve("model.txt");
        ModelVersion version = open.register(source, REFERENCED);
        var time = Files.getLastModifiedTime(file);

        Files.writeString(file, "hullo");
        Files.setLastModifiedTime(file, time);

        assertThatThrownBy(() -> registry.verify(version, Progress.none()))
                .hasMessageContaining("has changed");
    }

    @Test
    void a_touched_file_of_the_same_content_is_read_again_once() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        ModelVersion version = open.register(source, REFERENCED);
        Files.writeString(source.resolve("model.txt"), "hello");
        List<String> read = new ArrayList<>();

        registry.verify(version, (fraction, what) -> read.add(what));
        registry.verify(version, (fraction, what) -> read.add(what));

        assertThat(read).containsExactly("Checking model.txt");
    }

    @Test
    void a_missing_or_added_file_is_reported_by_name() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        ModelVersion version = open.register(source, REFERENCED);

        Files.writeString(source.resolve("notes.md"), "not read by any loader");
        registry.verify(version, Progress.none());
        Files.writeString(source.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> registry.verify(version, Progress.none()))
                .hasMessageContaining("tokenizer.json was added");

        Files.delete(source.resolve("model.txt"));
        assertThatThrownBy(() -> registry.verify(version, Progress.none()))
                .hasMessageContaining("model.txt is missing");
    }

    @Test
    void deleting_removes_copied_files_but_not_referenced_ones() throws IOException {
        Path source = model(folder.resolve("source"), "hello");
        open.register(source, COPIED);
        open.register(source, REFERENCED);
        open.register(source.resolve("model.txt"), COPIED);

        registry.deleteVersion(NAME, 1, "me");
        registry.delete(NAME, "me");

        assertThat(entries(open.home.models())).isEmpty();
        assertThat(source.resolve("model.txt")).hasContent("hello");
    }

    @Test
    void a_version_that_is_used_cannot_be_deleted_or_renamed() {
        open.register(model(folder.resolve("source"), "hello"), REFERENCED);
        registry.guardedBy((name, version) -> Optional.of("the endpoint \"chat\""));

        assertThatThrownBy(() -> registry.deleteVersion(NAME, 1, "me"))
                .hasMessageContaining("is used by the endpoint \"chat\"");
        assertThatThrownBy(() -> registry.delete(NAME, "me"))
                .hasMessageContaining("is used by the endpoint \"chat\"");
        assertThatThrownBy(() -> registry.rename(NAME, ModelName.parse("other"), "me"))
                .hasMessageContaining("is used by the endpoint \"chat\"");
    }

    @Test
    void a_version_can_be_copied_from_another_model() {
        open.register(model(folder.resolve("source"), "hello"), COPIED);
        registry.alias(NAME, "champion", 1, "me");
        ModelName other = ModelName.parse("main.prod.demo");

        for (String suffix : List.of("/1", "/latest", "@champion")) {
            ModelVersion copy =
                    registry.register(
                            new NewVersion(
                                    other,
                                    "models:/" + NAME + suffix,
                                    REFERENCED,
                                    "",
                                    Map.of(),
                                    "me"),
                            Progress.none());
            assertThat(copy.entry().resolve("model.txt")).hasContent("hello");
            assertThat(copy.storage()).as("the other version may be deleted").isEqualTo(COPIED);
        }
        registry.delete(NAME, "me");
        registry.verify(registry.version(other, "latest"), Progress.none());
    }

    @Test
    void file_uris_are_understood() {
        Path source = model(folder.resolve("with space"), "hello");

        for (String uri :
                List.of(source.toUri().toString(), "file:" + source, "file://" + source)) {
            registry.register(
                    new NewVersion(NAME, uri, REFERENCED, "", Map.of(), "me"), Progress.none());
        }

        assertThat(registry.get(NAME).versions())
                .extracting(ModelVersion::location)
                .containsOnly(source);
    }

    @Test
    void sources_that_are_not_on_this_machine_are_refused_with_the_way_out() {
        for (String source : List.of("s3://bucket/model", "runs:/1/model", "https://x.org/m")) {
            assertThatThrownBy(() -> open.register(source)).hasMessageContaining("Download them");
        }
    }

    static Problem problem(Throwable failure) {
        return ((EngineException) failure).problem();
    }

    static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
