package dev.modeldeck.engine.local.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.torchscript.AttributeValue.EmptyList;
import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Rows of inputs that are odd, in a product of eight bits. */
class EightBitRowsTest {

    /** Not a multiple of what the processor takes at once. */
    private static final int WIDTH = 67;

    private final Random random = new Random(5);
    private final float[] weight = numbers(32 * WIDTH);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void a_row_of_zeros_gives_zeros_and_disturbs_nobody(int rows) throws IOException {
        if (!Precisions.quantises("cpu")) {
            return;
        }
        float[] input = numbers(rows * WIDTH);
        float[] before = product(input, rows);
        Arrays.fill(input, 0, WIDTH, 0);
        float[] after = product(input, rows);
        assertThat(Arrays.copyOf(after, 32)).containsOnly(0f, -0f);
        assertThat(Arrays.copyOfRange(after, 32, after.length))
                .isEqualTo(Arrays.copyOfRange(before, 32, before.length));
        assertThat(before[0]).isNotZero();
    }

    @Test
    void the_size_of_a_row_does_not_matter() throws IOException {
        if (!Precisions.quantises("cpu")) {
            return;
        }
        float[] input = numbers(WIDTH);
        float[] small = input.clone();
        for (int i = 0; i < small.length; i++) {
            small[i] *= 0x1p-100f;
        }
        float[] expected = product(input, 1);
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= 0x1p-100f;
        }
        assertThat(product(small, 1)).isEqualTo(expected);
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private float[] product(float[] input, int rows) throws IOException {
        LinearKernel kernel = LinearKernel.INT8;
        ModuleSource.Builder source =
                ModuleSource.named("Product")
                        .attribute("weights", new EmptyList("List[" + kernel.storage() + "]"));
        kernel.methods().forEach(source::method);
        source.method(
                """
                def product(self: SELF, x: Tensor, weight: Tensor) -> Tensor:
                  _0 = torch.append(self.weights, PACKED)
                  return APPLIED
                """
                        .replace("PACKED", kernel.pack("weight", "6"))
                        .replace("APPLIED", kernel.apply("x", "(self.weights)[0]")));
        try (TorchModule module = TorchModule.load(source.build());
                PtNDArray x = array(module, input, rows);
                PtNDArray w = array(module, weight, 32);
                IValue first = IValue.from(x);
                IValue second = IValue.from(w);
                IValue product = module.call("product", first, second);
                PtNDArray y = product.toTensor(module.manager())) {
            return y.toFloatArray();
        }
    }

    private static PtNDArray array(TorchModule module, float[] numbers, int rows) {
        return (PtNDArray) module.manager().create(numbers, new Shape(rows, numbers.length / rows));
    }
}
