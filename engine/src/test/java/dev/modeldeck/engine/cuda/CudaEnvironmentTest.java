package dev.modeldeck.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class CudaEnvironmentTest {

    private static final String SEARCH = File.separatorChar == '/' ? "LD_LIBRARY_PATH" : "PATH";

    @TempDir private Path root;

    private CudaFolder folder;
    private CudaEnvironment environment;

    @BeforeEach
    void place() throws IOException {
        folder = CudaFolder.of(root, new CudaBuild("linux-x86_64"));
        Files.createDirectories(folder.torch());
        environment = new CudaEnvironment(Optional.of(folder));
    }

    @Test
    void a_worker_on_a_card_sees_that_card_only_as_nvidia_smi_counts_them() {
        assertThat(environment.variables("cuda:2", Map.of()))
                .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
                .containsEntry("CUDA_VISIBLE_DEVICES", "2");
    }

    @Test
    void it_is_told_where_pytorch_is_and_what_pytorch_loads() {
        assertThat(environment.variables("cuda:0", Map.of(SEARCH, "/mine", "A", "b")))
                .containsEntry("PYTORCH_LIBRARY_PATH", folder.torch().toString())
                .containsEntry("PYTORCH_FLAVOR", "cu128")
                .containsEntry("PYTORCH_VERSION", "2.7.1")
                .containsEntry("A", "b")
                .containsEntry(
                        SEARCH,
                        String.join(
                                File.pathSeparator,
                                folder.torch().toString(),
                                folder.support().toString(),
                                "/mine"));
    }

    @Test
    void the_processor_needs_nothing_of_it() {
        assertThat(environment.variables("cpu", Map.of("A", "b"))).isEqualTo(Map.of("A", "b"));
    }

    @Test
    void without_libraries_a_card_is_refused_in_a_sentence() throws Exception {
        folder.delete();
        assertThatThrownBy(() -> environment.variables("cuda:0", Map.of()))
                .hasMessageContaining("Fetch them in Settings");
        assertThatThrownBy(
                        () -> new CudaEnvironment(Optional.empty()).variables("cuda:0", Map.of()))
                .hasMessageContaining("Fetch them in Settings");
    }

    @Test
    void who_names_a_pytorch_of_their_own_needs_none_of_ours() throws Exception {
        folder.delete();
        assertThat(
                        environment.variables(
                                "cuda:1",
                                Map.of(
                                        "PYTORCH_LIBRARY_PATH",
                                        "/opt/torch/lib",
                                        "CUDA_VISIBLE_DEVICES",
                                        "GPU-1")))
                .containsEntry("PYTORCH_LIBRARY_PATH", "/opt/torch/lib")
                .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1")
                .containsEntry("PYTORCH_FLAVOR", "cu128")
                .doesNotContainKey(SEARCH);
    }
}
