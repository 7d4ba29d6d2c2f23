package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the process of a worker is told about the device that it computes on. */
public final class CudaEnvironment {

    /** Where DJL finds PyTorch. */
    private static final String PATH = "PYTORCH_LIBRARY_PATH";

    /** Where the system finds what PyTorch needs. */
    private static final String SEARCH = File.separatorChar == '/' ? "LD_LIBRARY_PATH" : "PATH";

    private static final String CARD = "cuda:";

    private final Optional<CudaFolder> libraries;

    CudaEnvironment(Optional<CudaFolder> libraries) {
        this.libraries = libraries;
    }

    /** Of workers on this system. */
    public static CudaEnvironment of(Path root) {
        return new CudaEnvironment(
                CudaBuild.ofThisSystem().map(build -> CudaFolder.of(root, build)));
    }

    /**
     * Variables for a worker: on a card, where the libraries are, and that it sees no other card.
     * What the person gave holds over them; who names a PyTorch of their own needs none of ours.
     *
     * @throws EngineException where the device is a card and there are no libraries for it
     */
    public Map<String, String> variables(String device, Map<String, String> given) {
        if (!device.startsWith(CARD)) {
            return given;
        }
        Map<String, String> variables = new HashMap<>(given);
        variables.putIfAbsent("CUDA_DEVICE_ORDER", "PCI_BUS_ID"); // as nvidia-smi counts
        variables.putIfAbsent("CUDA_VISIBLE_DEVICES", device.substring(CARD.length()));
        variables.putIfAbsent("PYTORCH_VERSION", CudaBuild.PYTORCH);
        variables.putIfAbsent("PYTORCH_FLAVOR", CudaBuild.FLAVOR);
        if (!given.containsKey(PATH)) {
            CudaFolder folder = present();
            variables.put(PATH, folder.torch().toString());
            variables.put(
                    SEARCH, search(folder, given.getOrDefault(SEARCH, System.getenv(SEARCH))));
        }
        return variables;
    }

    private CudaFolder present() {
        return libraries
                .filter(CudaFolder::present)
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Unavailable(
                                        "Models run on graphics cards with PyTorch's CUDA libraries,"
                                                + " which are not here yet. Fetch them in Settings, or"
                                                + " choose the processor.")));
    }

    private static String search(CudaFolder folder, @Nullable String before) {
        return Stream.of(folder.torch(), folder.support(), before)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
