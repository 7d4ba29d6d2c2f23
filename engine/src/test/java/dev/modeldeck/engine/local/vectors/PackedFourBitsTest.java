package dev.modeldeck.engine.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Random;

/** Weights of four bits as PyTorch packs them on processors with AVX-512. */
class PackedFourBitsTest {

    private static final int OUTPUTS = 128;
    private static final int INPUTS = 96;

    @Test
    void what_pytorch_packed_is_multiplied() throws IOException {
        if (!Precisions.quantises("cpu")) {
            return;
        }
        Random random = new Random(11);
        float[] weight = new float[OUTPUTS * INPUTS];
        for (int i = 0; i < weight.length; i++) {
            // What is four bits already stays what it is, if a group has the least and the most.
            weight[i] = i % LinearKernel.GROUP < 2 ? i % 2 * 15 - 8 : random.nextInt(16) - 8;
        }
        float[] x = SampleMatrix.numbers(INPUTS, random);
        LinearKernel kernel = LinearKernel.INT4;
        ModuleSource.Builder source = ModuleSource.named("Packed");
        kernel.methods().stream()
                .filter(method -> !method.contains("self.prompt"))
                .forEach(source::method);
        source.method(method("tiled", "torch.full([1], float((self).int4_tiles()), dtype=6)"));
        source.method(method("numbers", "packed"));
        source.method(method("scales", "scales"));
        try (TorchModule module = TorchModule.load(source.build());
                PtNDArray w =
                        (PtNDArray) module.manager().create(weight, new Shape(OUTPUTS, INPUTS))) {
            if (call(module, "tiled", w).getFloat() == 0) {
                return;
            }
            RowMatrix matrix =
                    RowMatrices.int4(
                            bytes(call(module, "numbers", w)),
                            bytes(call(module, "scales", w)),
                            OUTPUTS,
                            INPUTS);
            float[] arranged = new float[matrix.arranged()];
            float[] y = new float[OUTPUTS];
            matrix.arrange(x, 0, arranged, 0);
            matrix.multiply(arranged, 1, y, 0, OUTPUTS, 0, OUTPUTS);
            for (int n = 0; n < OUTPUTS; n++) {
                double exact = 0;
                for (int k = 0; k < INPUTS; k++) {
                    exact += (double) weight[n * INPUTS + k] * x[k];
                }
                assertThat((double) y[n]).isCloseTo(exact, within(1e-3));
            }
        }
    }

    private static String method(String name, String value) {
        return """
        def NAME(self: SELF, weight: Tensor) -> Tensor:
          packed, scales, = (self).int4_quantised(weight, )
          return VALUE
        """
                .replace("NAME", name)
                .replace("VALUE", value);
    }

    private static PtNDArray call(TorchModule module, String method, PtNDArray weight) {
        try (IValue argument = IValue.from(weight);
                IValue result = module.call(method, argument)) {
            return result.toTensor(module.manager());
        }
    }

    private static MemorySegment bytes(PtNDArray array) {
        ByteBuffer bytes = array.toByteBuffer();
        MemorySegment copy = Arena.ofAuto().allocate(bytes.remaining());
        return copy.copyFrom(MemorySegment.ofBuffer(bytes));
    }
}
