package dev.modeldeck.engine.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.local.vectors.SampleMatrix.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Products of inputs and matrices that lie in memory as they are stored. */
class RowMatricesTest {

    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({
        "BFLOAT16, 1, 1",
        "BFLOAT16, 5, 12",
        "BFLOAT16, 24, 64",
        "BFLOAT16, 19, 203",
        "FLOAT16, 1, 1",
        "FLOAT16, 5, 12",
        "FLOAT16, 24, 64",
        "FLOAT16, 19, 203",
        "INT8, 1, 1",
        "INT8, 5, 12",
        "INT8, 24, 64",
        "INT8, 19, 203",
        "INT4, 64, 32",
        "INT4, 384, 160",
        // The last of several chunks, which are not whole vectors of rows.
        "BFLOAT16, 77, 1536",
        "FLOAT16, 77, 1536",
        "INT8, 101, 2800",
    })
    void a_product_is_close_to_one_in_double_precision(Kind kind, int outputs, int inputs) {
        SampleMatrix sample = SampleMatrix.of(kind, outputs, inputs, random);
        int count = 6;
        float[] x = SampleMatrix.numbers(count * inputs, random);
        float[] y = product(sample.matrix(), x, count, 0, outputs);
        for (int i = 0; i < count; i++) {
            for (int n = 0; n < outputs; n++) {
                double sum = 0;
                double size = 0;
                for (int k = 0; k < inputs; k++) {
                    double part = sample.weights()[n * inputs + k] * x[i * inputs + k];
                    sum += part;
                    size += Math.abs(part);
                }
                assertThat((double) y[i * outputs + n]).isCloseTo(sum, within(1e-5 * size));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_output_has_the_same_bits_whatever_is_computed_beside_it(Kind kind) {
        int step = kind.step();
        int outputs = kind == Kind.INT4 ? 6 * step : 3 * step + 5;
        int inputs = kind == Kind.INT4 ? 96 : 203;
        RowMatrix matrix = SampleMatrix.of(kind, outputs, inputs, random).matrix();
        int most = 9;
        float[] x = SampleMatrix.numbers(most * inputs, random);
        float[] cold = product(matrix, x, most, 0, outputs);
        // Until the kernels are compiled.
        for (int i = 0; i < 320; i++) {
            product(matrix, x, 1, 0, outputs);
            product(matrix, x, 4, 0, outputs);
        }
        for (int count = 1; count <= most; count++) {
            float[] expected = Arrays.copyOf(cold, count * outputs);
            assertThat(product(matrix, x, count, 0, outputs)).isEqualTo(expected);
            for (int split = step; split < outputs; split += step) {
                float[] y = new float[count * outputs];
                float[] arranged = arranged(matrix, x, count);
                matrix.multiply(arranged, count, y, 0, outputs, split, outputs);
                matrix.multiply(arranged, count, y, 0, outputs, 0, split);
                assertThat(y).isEqualTo(expected);
            }
            for (int i = 0; i < count; i++) {
                float[] alone = Arrays.copyOfRange(x, i * inputs, (i + 1) * inputs);
                assertThat(product(matrix, alone, 1, 0, outputs))
                        .isEqualTo(Arrays.copyOfRange(cold, i * outputs, (i + 1) * outputs));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void only_the_rows_that_were_asked_for_are_written(Kind kind) {
        int step = kind.step();
        int outputs = 3 * step;
        RowMatrix matrix = SampleMatrix.of(kind, outputs, 64, random).matrix();
        float[] x = arranged(matrix, SampleMatrix.numbers(5 * 64, random), 5);
        int stride = outputs + 3;
        float[] y = new float[2 + 5 * stride];
        Arrays.fill(y, Float.NaN);
        matrix.multiply(x, 5, y, 2, stride, step, 2 * step);
        for (int j = 0; j < y.length; j++) {
            int n = (j - 2) % stride;
            assertThat(!Float.isNaN(y[j])).isEqualTo(j >= 2 && n >= step && n < 2 * step);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void matrices_one_under_another_are_one(Kind kind) {
        int inputs = 64;
        int step = kind.step();
        List<RowMatrix> parts = new ArrayList<>();
        for (int steps : new int[] {2, 1, 3}) {
            parts.add(SampleMatrix.of(kind, steps * step, inputs, random).matrix());
        }
        RowMatrix whole = RowMatrices.stacked(parts);
        int outputs = whole.outputs();
        assertThat(outputs).isEqualTo(6 * step);
        float[] x = SampleMatrix.numbers(5 * inputs, random);
        float[] y = product(whole, x, 5, 0, outputs);
        float[] shared = new float[y.length];
        float[] arranged = arranged(whole, x, 5);
        whole.multiply(arranged, 5, shared, 0, outputs, 0, 4 * step);
        whole.multiply(arranged, 5, shared, 0, outputs, 4 * step, outputs);
        assertThat(shared).isEqualTo(y);
        int above = 0;
        for (RowMatrix part : parts) {
            float[] own = product(part, x, 5, 0, part.outputs());
            for (int i = 0; i < 5; i++) {
                int from = i * outputs + above;
                assertThat(Arrays.copyOfRange(y, from, from + part.outputs()))
                        .isEqualTo(
                                Arrays.copyOfRange(
                                        own, i * part.outputs(), (i + 1) * part.outputs()));
            }
            above += part.outputs();
        }
    }

    @Test
    void every_finite_half_is_read_exactly() {
        int inputs = 1 << 12;
        short[] halves = new short[1 << 16];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) (Float.isFinite(Float.float16ToFloat((short) i)) ? i : 0);
        }
        MemorySegment rows = MemorySegment.ofArray(new byte[2 * halves.length]);
        for (int i = 0; i < halves.length; i++) {
            rows.set(SHORT, 2L * i, halves[i]);
        }
        RowMatrix matrix = RowMatrices.float16(rows, halves.length / inputs, inputs);
        for (int k = 0; k < inputs; k += 61) {
            float[] x = new float[inputs];
            x[k] = 1;
            float[] y = product(matrix, x, 1, 0, matrix.outputs());
            for (int n = 0; n < y.length; n++) {
                assertThat(y[n]).isEqualTo(Float.float16ToFloat(halves[n * inputs + k]) + 0f);
            }
        }
    }

    @Test
    void a_mapped_file_is_read_at_any_offset(@TempDir Path folder) throws IOException {
        int outputs = 19;
        int inputs = 70;
        byte[] stored = new byte[9 + outputs * inputs];
        random.nextBytes(stored);
        Path file = Files.write(folder.resolve("weights"), stored);
        MemorySegment scales = Arena.ofAuto().allocate(4L * outputs).fill((byte) 0x3e);
        MemorySegment copy = Arena.ofAuto().allocate((long) outputs * inputs);
        copy.copyFrom(MemorySegment.ofArray(stored).asSlice(9));
        float[] x = SampleMatrix.numbers(3 * inputs, random);
        float[] expected =
                product(RowMatrices.int8(copy, scales, outputs, inputs), x, 3, 0, outputs);
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file)) {
            MemorySegment whole = channel.map(MapMode.READ_ONLY, 0, stored.length, arena);
            RowMatrix matrix = RowMatrices.int8(whole.asSlice(9), scales, outputs, inputs);
            assertThat(product(matrix, x, 3, 0, outputs)).isEqualTo(expected);
        }
    }

    @Test
    void what_does_not_fit_together_is_refused() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[64 * 32]);
        assertThatThrownBy(() -> RowMatrices.bfloat16(bytes, 64, 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowMatrices.int8(bytes, bytes, 64, 32))
                .isInstanceOf(IllegalArgumentException.class);
        MemorySegment scales = bytes.asSlice(0, 4 * 48);
        assertThatThrownBy(() -> RowMatrices.int4(bytes.asSlice(0, 48 * 16), scales, 48, 32))
                .isInstanceOf(IllegalArgumentException.class);
        RowMatrix narrow = RowMatrices.bfloat16(bytes, 64, 16);
        RowMatrix wide = RowMatrices.bfloat16(bytes, 32, 32);
        assertThatThrownBy(() -> RowMatrices.stacked(List.of(narrow, wide)))
                .isInstanceOf(IllegalArgumentException.class);
        RowMatrix other = RowMatrices.float16(bytes, 32, 32);
        assertThatThrownBy(() -> RowMatrices.stacked(List.of(wide, other)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static float[] arranged(RowMatrix matrix, float[] x, int count) {
        float[] arranged = new float[count * matrix.arranged()];
        for (int i = 0; i < count; i++) {
            matrix.arrange(x, i * matrix.inputs(), arranged, i * matrix.arranged());
        }
        return arranged;
    }

    private static float[] product(RowMatrix matrix, float[] x, int count, int first, int end) {
        float[] y = new float[count * matrix.outputs()];
        matrix.multiply(arranged(matrix, x, count), count, y, 0, matrix.outputs(), first, end);
        return y;
    }
}
