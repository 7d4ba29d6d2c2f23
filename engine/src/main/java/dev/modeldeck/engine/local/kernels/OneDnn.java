package dev.modeldeck.engine.local.kernels;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.io.IOException;

/** What oneDNN does on this processor: it is asked, as no list of features is there everywhere. */
final class OneDnn {

    private static final ModuleSource PROBE =
            ModuleSource.named("Probe")
                    .method(
                            """
                            def pack(self: SELF) -> Tensor:
                              return ops.mkldnn._reorder_linear_weight(torch.zeros([16, 16], dtype=15), 1)
                            """)
                    .build();

    private OneDnn() {}

    /** Whether it takes weights in bfloat16; it refuses them without AVX-512 or what came after. */
    static boolean packsBfloat16() {
        try (TorchModule module = TorchModule.load(PROBE);
                IValue _ = module.call("pack")) {
            return true;
        } catch (IOException | EngineException refused) {
            return false;
        }
    }
}
