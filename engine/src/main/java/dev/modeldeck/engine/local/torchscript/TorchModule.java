package dev.modeldeck.engine.local.torchscript;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import dev.modeldeck.engine.kernel.Opening;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A loaded module whose methods can be called by name. Threads may call at once if its code allows.
 */
public final class TorchModule implements AutoCloseable {

    private final PtNDManager manager;
    private final PtSymbolBlock block;

    private TorchModule(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /**
     * Loads a module that this package writes. It is given all from main memory, where bytes can be
     * handed over without a copy, and puts on its device itself what it keeps there.
     */
    public static TorchModule load(ModuleSource source) throws IOException {
        return load(new ByteArrayInputStream(TorchArchive.bytes(source)), Device.cpu());
    }

    /** Loads an archive; its tensors are placed on the device. */
    public static TorchModule load(InputStream archive, Device device) throws IOException {
        try (Opening opening = new Opening()) {
            PtNDManager manager = manager(device, opening);
            PtSymbolBlock block = JniUtils.loadModule(manager, archive, true, false);
            opening.done();
            return new TorchModule(manager, block);
        }
    }

    /** Loads an archive's file, ready to infer (dropout off); weights are placed on the device. */
    public static TorchModule load(Path file, Device device) {
        try (Opening opening = new Opening()) {
            PtNDManager manager = manager(device, opening);
            PtSymbolBlock block =
                    JniUtils.loadModule(manager, file, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(block);
            opening.done();
            return new TorchModule(manager, block);
        }
    }

    private static PtNDManager manager(Device device, Opening opening) {
        PtNDManager manager = (PtNDManager) TorchRuntime.newManager().newSubManager(device);
        opening.otherwise(manager::close);
        return manager;
    }

    /** Owner of tensors on the module's device. */
    public PtNDManager manager() {
        return manager;
    }

    /** Calls a method without gradients. The caller closes arguments and result. */
    public IValue call(String method, IValue... arguments) {
        TorchRuntime.tuneThread();
        return IValueUtils.runMethod(block, method, arguments);
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
