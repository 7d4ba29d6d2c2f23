package dev.modeldeck.engine.cuda;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The build of PyTorch with CUDA that goes with the PyTorch of this program, and what of CUDA it
 * needs. DJL's own was never published to a Maven repository, for its size; that of the JavaCPP
 * Presets is cut into pieces which are. It has all that DJL's library asks of PyTorch.
 *
 * @param platform as the JavaCPP Presets call it, for example {@code linux-x86_64}
 */
record CudaBuild(String platform) {

    /** The version of PyTorch: that of DJL's library, or nothing of it would fit. */
    static final String PYTORCH = "2.7.1";

    static final String CUDA = "12.9";

    /** DJL's word for the kind of its own library that knows CUDA 12. */
    static final String FLAVOR = "cu128";

    /** Folder of PyTorch itself, of which DJL loads all that it finds. */
    static final String TORCH = "torch";

    /** Folder of what PyTorch loads. */
    static final String SUPPORT = "support";

    private static final String PRESETS = "1.5.12";
    private static final String CUDA_VERSION = CUDA + "-9.10-" + PRESETS;

    /** For this system; nothing where there is none. */
    static Optional<CudaBuild> ofThisSystem() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** There are builds for Linux and Windows on x86-64 only. */
    static Optional<CudaBuild> of(String system, String processor) {
        if (!processor.equals("amd64") && !processor.equals("x86_64")) {
            return Optional.empty();
        }
        String name = system.toLowerCase(Locale.ROOT);
        return Stream.of("linux", "windows")
                .filter(name::startsWith)
                .findFirst()
                .map(known -> new CudaBuild(known + "-x86_64"));
    }

    List<CudaArtifact> artifacts() {
        return Stream.concat(
                        Stream.of(
                                new CudaArtifact(
                                        "pytorch",
                                        "pytorch",
                                        PYTORCH + "-" + PRESETS,
                                        platform + "-gpu",
                                        TORCH),
                                new CudaArtifact(
                                        "openblas",
                                        "openblas",
                                        "0.3.30-" + PRESETS,
                                        platform,
                                        SUPPORT)),
                        Stream.of("", "-cublas", "-cudnn", "-cusolver", "-cusparse")
                                .map(part ->
                                        new CudaArtifact(
                                                "cuda",
                                                "cuda-redist" + part,
                                                CUDA_VERSION,
                                                platform,
                                                SUPPORT)))
                .toList();
    }

    /** What a person reads. */
    String label() {
        return "PyTorch " + PYTORCH + " for CUDA " + CUDA;
    }

    /** The name of a folder for it. */
    String folder() {
        return "%s-%s-%s".formatted(PYTORCH, PRESETS, platform);
    }
}
