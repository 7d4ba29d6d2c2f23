package dev.modeldeck.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Everything about the libraries but the cards themselves, with a small repository of our own. */
@Timeout(60)
class CudaLibrariesTest {

    private static final CudaBuild BUILD = new CudaBuild("linux-x86_64");
    private static final CudaArtifact TORCH = BUILD.artifacts().getFirst();
    private static final CudaArtifact CUDNN =
            BUILD.artifacts().stream().filter(a -> a.name().endsWith("cudnn")).findFirst().get();
    private static final String PLACE = "2.7.1-1.5.12-linux-x86_64";

    @TempDir private Path folder;

    private final byte[] torch = random(700_000);
    private final byte[] piece = random(30_000);
    private FakeRepository repository;
    private long packed;
    private long free = 1L << 30;

    @BeforeEach
    void open() throws Exception {
        repository = new FakeRepository();
        for (CudaArtifact artifact : BUILD.artifacts()) {
            byte[] jar = artifact.equals(TORCH) ? jar(TORCH, "torch", torch) : jar(artifact);
            packed += jar.length;
            put(artifact, jar, "SHA-1", jar);
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void nothing_is_asked_of_the_network_by_itself() {
        try (CudaLibraries libraries = libraries()) {
            assertThat(libraries.state().get()).isEqualTo(new CudaState.Absent(0));
        }
        assertThat(repository.asked).isEmpty();
    }

    @Test
    void libraries_are_fetched_checked_and_unpacked_as_a_whole() throws Exception {
        int others = BUILD.artifacts().size() - 1;
        try (CudaLibraries libraries = libraries()) {
            assertThat(libraries.size()).isEqualTo(new CudaSize(packed, 3 * packed));
            List<CudaState> seen = new CopyOnWriteArrayList<>();
            try (var _ = libraries.state().subscribe(seen::add)) {
                libraries.fetch();
                await(libraries, CudaState.Present.class::isInstance);
            }
            assertThat(libraries.state().get())
                    .isEqualTo(
                            new CudaState.Present(
                                    "PyTorch 2.7.1 for CUDA 12.9",
                                    torch.length + others * (long) piece.length));
            assertThat(seen)
                    .filteredOn(CudaState.Fetching.class::isInstance)
                    .extracting(state -> ((CudaState.Fetching) state).step())
                    .contains(CudaState.Step.values());
            assertThat(seen)
                    .as("each step ends with all of it")
                    .contains(new CudaState.Fetching(CudaState.Step.DOWNLOADING, packed, packed))
                    .contains(new CudaState.Fetching(CudaState.Step.CHECKING, packed, packed));
            assertThat(place("torch/libtorch.so")).hasBinaryContent(torch);
            assertThat(place("torch")).isDirectoryNotContaining("glob:**jni*");
            assertThat(place("support/libcuda-redist-cudnn.so.9")).hasBinaryContent(piece);
            assertThat(folder.toFile().list()).containsExactly(PLACE);
        }
        try (CudaLibraries again = libraries()) {
            assertThat(again.state().get()).isInstanceOf(CudaState.Present.class);
            again.remove();
            assertThat(again.state().get()).isEqualTo(new CudaState.Absent(0));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void a_download_that_is_cut_off_goes_on_where_it_ended() throws Exception {
        repository.cutAfter(400_000);
        try (CudaLibraries libraries = libraries()) {
            CudaState.Failed failed = failed(libraries);
            assertThat(failed.problem().message()).contains("broke before the answer was complete");
            assertThat(failed.arrivedBytes()).isBetween(1L, 400_000L);
        }
        try (CudaLibraries later = libraries()) {
            long arrived = ((CudaState.Absent) later.state().get()).arrivedBytes();
            assertThat(arrived).isBetween(1L, 400_000L);
            later.fetch();
            await(later, CudaState.Present.class::isInstance);
            assertThat(place("torch/libtorch.so")).hasBinaryContent(torch);
            assertThat(repository.asked)
                    .contains("GET " + TORCH.fileName() + " bytes=" + arrived + "-");
        }
    }

    @Test
    void what_is_not_what_the_checksum_says_is_deleted_and_the_rest_is_kept() throws Exception {
        byte[] good = jar(CUDNN);
        put(CUDNN, good, "SHA-256", "something else".getBytes(StandardCharsets.UTF_8));
        try (CudaLibraries libraries = libraries()) {
            CudaState.Failed failed = failed(libraries);
            assertThat(failed.problem()).isInstanceOf(Problem.Damaged.class);
            assertThat(failed.problem().message())
                    .startsWith(CUDNN.fileName() + " is not what the repository's checksum");
            assertThat(folder.toFile().list()).containsExactly(PLACE + ".arrived");
            assertThat(failed.arrivedBytes()).isEqualTo(packed - good.length);
            put(CUDNN, good, "SHA-256", good);
            repository.asked.clear();
            libraries.fetch();
            await(libraries, CudaState.Present.class::isInstance);
            assertThat(repository.asked)
                    .filteredOn(asked -> asked.startsWith("GET") && asked.endsWith(".jar"))
                    .containsExactly("GET " + CUDNN.fileName());
        }
    }

    @Test
    void without_a_checksum_nothing_is_fetched() throws Exception {
        repository.remove(CUDNN.path() + ".sha1");
        try (CudaLibraries libraries = libraries()) {
            assertThat(failed(libraries).problem().message()).contains("has no checksum of");
            assertThat(repository.asked).doesNotContain("GET " + TORCH.fileName());
        }
    }

    @Test
    void a_repository_without_a_file_is_told() throws Exception {
        repository.remove(CUDNN.path());
        try (CudaLibraries libraries = libraries()) {
            assertThatThrownBy(libraries::size)
                    .hasMessageContaining("has no file " + repository.address());
            assertThat(failed(libraries).problem()).isInstanceOf(Problem.NotFound.class);
        }
    }

    @Test
    void a_mirror_that_keeps_its_files_elsewhere_is_followed() throws Exception {
        repository.redirect("/mirror", "/maven2");
        String address = repository.address().replace("/maven2", "/mirror/");
        try (CudaLibraries libraries = libraries(address)) {
            libraries.fetch();
            await(libraries, CudaState.Present.class::isInstance);
        }
    }

    @Test
    void a_repository_that_sends_in_circles_is_told() throws Exception {
        repository.redirect("/round", "/round");
        String address = repository.address().replace("/maven2", "/round");
        try (CudaLibraries libraries = libraries(address)) {
            assertThat(failed(libraries).problem().message()).contains("from one address to the");
        }
    }

    @Test
    void a_repository_that_cannot_be_reached_is_told() throws Exception {
        repository.close();
        try (CudaLibraries libraries = libraries()) {
            assertThat(failed(libraries).problem().message()).contains("cannot be reached");
        }
    }

    @Test
    void a_full_disk_is_told_before_anything_is_downloaded() throws Exception {
        free = packed;
        try (CudaLibraries libraries = libraries()) {
            assertThat(failed(libraries).problem().message()).contains("has no room");
            assertThat(repository.asked).doesNotContain("GET " + TORCH.fileName());
        }
    }

    @Test
    void what_holds_no_libraries_is_not_used() throws Exception {
        byte[] other = zip("readme.txt", piece);
        put(CUDNN, other, "SHA-1", other);
        try (CudaLibraries libraries = libraries()) {
            assertThat(failed(libraries).problem().message()).contains("There are no libraries in");
            assertThat(libraries.state().get()).isNotInstanceOf(CudaState.Present.class);
        }
    }

    @Test
    void a_cancelled_download_leaves_what_has_arrived() throws Exception {
        try (CudaLibraries libraries = libraries()) {
            try (var _ =
                    libraries
                            .state()
                            .subscribe(state -> {
                                if (state instanceof CudaState.Fetching fetching
                                        && fetching.doneBytes() > 0) {
                                    libraries.cancel();
                                }
                            })) {
                libraries.fetch();
                CudaState end = await(libraries, CudaState.Absent.class::isInstance);
                assertThat(((CudaState.Absent) end).arrivedBytes()).isPositive();
            }
        }
    }

    @Test
    void what_earlier_runs_and_versions_left_is_tidied_up() throws Exception {
        Files.createDirectories(folder.resolve("2.5.1-cu124-linux-x86_64"));
        Files.createDirectories(folder.resolve(PLACE + ".unfinished"));
        Files.createDirectories(folder.resolve(PLACE + ".arrived"));
        Files.write(folder.resolve(PLACE + ".arrived/" + TORCH.fileName()), new byte[5]);
        try (CudaLibraries libraries = libraries()) {
            assertThat(libraries.state().get()).isEqualTo(new CudaState.Absent(5));
            assertThat(folder.toFile().list()).containsExactly(PLACE + ".arrived");
        }
    }

    @Test
    void workers_are_told_where_the_libraries_are_once_they_are_here() throws Exception {
        try (CudaLibraries libraries = libraries()) {
            CudaEnvironment environment = libraries.environment();
            assertThatThrownBy(() -> environment.variables("cuda:0", Map.of()))
                    .hasMessageContaining("Fetch them in Settings");
            libraries.fetch();
            await(libraries, CudaState.Present.class::isInstance);
            assertThat(environment.variables("cuda:0", Map.of()))
                    .containsEntry("PYTORCH_LIBRARY_PATH", place("torch").toString());
        }
    }

    @Test
    void where_there_is_no_build_that_is_told() {
        try (CudaLibraries libraries =
                new CudaLibraries(
                        new CudaLibraries.Place(
                                Optional.empty(), folder, repository::address, () -> free))) {
            assertThat(libraries.state().get()).isEqualTo(new CudaState.Unsupported());
            assertThatThrownBy(libraries::fetch).hasMessageContaining("Linux and Windows");
        }
    }

    private CudaLibraries libraries() {
        return libraries(repository.address());
    }

    private CudaLibraries libraries(String address) {
        return new CudaLibraries(
                new CudaLibraries.Place(Optional.of(BUILD), folder, () -> address, () -> free));
    }

    private CudaState.Failed failed(CudaLibraries libraries) throws Exception {
        libraries.fetch();
        return (CudaState.Failed) await(libraries, CudaState.Failed.class::isInstance);
    }

    private Path place(String name) {
        return folder.resolve(PLACE).resolve(name);
    }

    private byte[] jar(CudaArtifact artifact) throws IOException {
        return jar(artifact, artifact.name(), piece);
    }

    /** With one library, and what is in such jars beside the libraries. */
    private static byte[] jar(CudaArtifact artifact, String library, byte[] content)
            throws IOException {
        String inside = "org/bytedeco/%s/%s/".formatted(artifact.project(), artifact.classifier());
        String ending = library.equals("torch") ? ".so" : ".so.9";
        return zip(
                inside + "lib" + library + ending,
                content,
                inside + "libjni" + library + ".so",
                new byte[9],
                "META-INF/MANIFEST.MF",
                new byte[1]);
    }

    private void put(CudaArtifact artifact, byte[] content, String algorithm, byte[] hashed)
            throws Exception {
        repository.put(artifact.path(), content);
        byte[] hash = MessageDigest.getInstance(algorithm).digest(hashed);
        repository.put(
                artifact.path() + "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT),
                (HexFormat.of().formatHex(hash) + "  " + artifact.fileName() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static CudaState await(CudaLibraries libraries, Predicate<CudaState> wanted)
            throws Exception {
        CompletableFuture<CudaState> found = new CompletableFuture<>();
        try (var _ =
                libraries
                        .state()
                        .subscribe(state -> {
                            if (wanted.test(state)) {
                                found.complete(state);
                            }
                        })) {
            return found.get(30, TimeUnit.SECONDS);
        }
    }
}
