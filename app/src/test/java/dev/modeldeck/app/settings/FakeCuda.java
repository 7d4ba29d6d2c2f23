package dev.modeldeck.app.settings;

import dev.modeldeck.engine.cuda.CudaSize;
import dev.modeldeck.engine.cuda.CudaState;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Libraries for cards that come when the test says so; of 2.5 GB, where anybody knows. */
final class FakeCuda {

    final LiveValue<CudaState> state = new LiveValue<>(new CudaState.Absent(0));
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile boolean reachable = true;

    CudaDoor door() {
        return new CudaDoor(
                state,
                this::size,
                () -> asked.add("fetch"),
                () -> asked.add("cancel"),
                () -> asked.add("remove"));
    }

    private CudaSize size() {
        if (!reachable) {
            throw new EngineException(
                    new Problem.Unavailable("https://repo1.maven.org cannot be reached."));
        }
        return new CudaSize(5L << 29, 15L << 29);
    }
}
