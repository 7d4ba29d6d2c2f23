package dev.modeldeck.engine.local.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * PyTorch in this process. Everything that uses DJL asks here first, because DJL decides in static
 * initialisers whether it calls home and looks for downloads.
 */
public final class TorchRuntime {

    private static final ThreadLocal<Boolean> TUNED = ThreadLocal.withInitial(() -> false);

    private TorchRuntime() {}

    /**
     * Keeps DJL off the network: the libraries come from jars. Must precede any use of its classes.
     */
    public static void stayOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    /**
     * Loads PyTorch.
     *
     * @param threads for one operation; 0 leaves the choice to PyTorch
     */
    public static void start(int threads) {
        stayOffline();
        Engine.getEngine("PyTorch");
        if (threads > 0) {
            JniUtils.setNumThreads(threads);
        }
    }

    /** How many threads compute an operation that this thread asks for. */
    public static int threads() {
        return JniUtils.getNumThreads();
    }

    /** Says so for this thread and those that ask for the first time; costs half a microsecond. */
    public static void useThreads(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /** An owner of tensors that lives until it is closed. */
    public static PtNDManager newManager() {
        start(0);
        return (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    /**
     * The profiling executor is slow on its first calls and gains nothing later; the setting is per
     * thread.
     */
    static void tuneThread() {
        if (!TUNED.get()) {
            JniUtils.setGraphExecutorOptimize(false);
            TUNED.set(true);
        }
    }
}
