package dev.modeldeck.app.settings;

import dev.modeldeck.engine.cuda.CudaLibraries;
import dev.modeldeck.engine.cuda.CudaSize;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.kernel.Live;

import java.util.function.Supplier;

/**
 * What the settings need of the libraries for graphics cards.
 *
 * @param size asks the repository
 * @param fetch begins and returns soon
 */
record CudaDoor(
        Live<CudaState> state,
        Supplier<CudaSize> size,
        Runnable fetch,
        Runnable cancel,
        Runnable remove) {

    static CudaDoor of(CudaLibraries libraries) {
        return new CudaDoor(
                libraries.state(),
                libraries::size,
                libraries::fetch,
                libraries::cancel,
                libraries::remove);
    }
}
