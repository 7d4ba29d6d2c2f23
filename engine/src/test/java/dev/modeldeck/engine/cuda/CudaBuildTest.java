package dev.modeldeck.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.util.Properties;

class CudaBuildTest {

    private static final CudaBuild LINUX = new CudaBuild("linux-x86_64");

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Windows 11, amd64, windows-x86_64",
        "Linux, aarch64,",
        "Mac OS X, aarch64,",
        "Mac OS X, x86_64,"
    })
    void there_are_builds_for_linux_and_windows_on_x86(
            String system, String processor, String platform) {
        assertThat(CudaBuild.of(system, processor).map(CudaBuild::platform).orElse(null))
                .isEqualTo(platform);
    }

    /** Whoever changes one of them without the other hears of it here. */
    @Test
    void pytorch_is_of_the_version_that_djl_was_made_for() throws Exception {
        Properties properties = new Properties();
        try (InputStream in = CudaBuild.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            properties.load(in);
        }
        assertThat(properties.getProperty("jni_version")).startsWith(CudaBuild.PYTORCH + "-");
    }

    /** DJL's own library must be there in the same flavour, or nothing of this would load. */
    @ParameterizedTest
    @CsvSource({"linux-x86_64, libdjl_torch.so", "win-x86_64, djl_torch.dll"})
    void djl_has_its_half_of_what_is_fetched(String platform, String library) {
        assertThat(
                        CudaBuild.class.getResource(
                                "/jnilib/" + platform + "/" + CudaBuild.FLAVOR + "/" + library))
                .isNotNull();
    }

    @Test
    void its_pieces_are_named_as_the_repository_names_them() {
        assertThat(LINUX.artifacts().stream().map(CudaArtifact::path))
                .startsWith(
                        "org/bytedeco/pytorch/2.7.1-1.5.12/pytorch-2.7.1-1.5.12-linux-x86_64-gpu.jar",
                        "org/bytedeco/openblas/0.3.30-1.5.12/openblas-0.3.30-1.5.12-linux-x86_64.jar",
                        "org/bytedeco/cuda-redist/12.9-9.10-1.5.12/cuda-redist-12.9-9.10-1.5.12-linux-x86_64.jar",
                        "org/bytedeco/cuda-redist-cublas/12.9-9.10-1.5.12/cuda-redist-cublas-12.9-9.10-1.5.12-linux-x86_64.jar");
    }

    @ParameterizedTest
    @CsvSource({
        "org/bytedeco/pytorch/linux-x86_64-gpu/libtorch_cuda.so, true",
        "org/bytedeco/pytorch/linux-x86_64-gpu/libgomp.so.1, true",
        "org/bytedeco/pytorch/linux-x86_64-gpu/libnvrtc-builtins.so.12.9, true",
        "org/bytedeco/pytorch/linux-x86_64-gpu/torch_cuda.dll, true",
        "org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so, false",
        "org/bytedeco/pytorch/linux-x86_64-gpu/jnitorch.dll, false",
        "org/bytedeco/pytorch/linux-x86_64-gpu/libgcc_s.so.1, false",
        "org/bytedeco/pytorch/linux-x86_64-gpu/include/c10.h, false",
        "org/bytedeco/pytorch/linux-x86_64-gpu/../../evil.so, false",
        "org/bytedeco/pytorch/Loader.class, false"
    })
    void only_libraries_of_the_platform_are_taken_from_a_jar(String entry, boolean taken) {
        assertThat(LINUX.artifacts().getFirst().holds(entry)).isEqualTo(taken);
    }
}
