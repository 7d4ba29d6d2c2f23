package dev.modeldeck.engine.local.torchscript;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.JniUtils;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

/**
 * Devices as this program calls them, {@code cpu} and {@code cuda:3}, and as PyTorch of this
 * process does. It sees one card, its first, whichever of the machine's that is.
 */
public enum TorchDevice {
    CPU("cpu", Device.cpu()),
    CARD("cuda:0", Device.gpu(0));

    private final String torchName;
    private final Device device;

    TorchDevice(String torchName, Device device) {
        this.torchName = torchName;
        this.device = device;
    }

    /** That of a device of the machine. DJL's own look-up of names knows no {@code cuda:0}. */
    public static TorchDevice of(String id) {
        return id.equals("cpu") ? CPU : CARD;
    }

    /** In TorchScript. */
    public String torchName() {
        return torchName;
    }

    /** In DJL's words. */
    public Device device() {
        return device;
    }

    /**
     * This one; PyTorch must have been started.
     *
     * @throws EngineException where PyTorch cannot use it
     */
    public TorchDevice usable() {
        if (this == CARD && !JniUtils.getFeatures().contains(StandardCapabilities.CUDA)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "PyTorch cannot use the graphics card: it finds no NVIDIA driver, or one that is too old for CUDA 12. Update the driver, or choose the processor."));
        }
        return this;
    }
}
