package dev.modeldeck.engine.local.vectors;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * A random matrix as it is stored, and its weights one by one.
 *
 * @param weights [outputs, inputs]
 */
record SampleMatrix(RowMatrix matrix, double[] weights) {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** How a matrix is stored. */
    enum Kind {
        BFLOAT16,
        FLOAT16,
        INT8,
        INT4;

        int step() {
            return this == INT4 ? 64 : 8;
        }
    }

    static SampleMatrix of(Kind kind, int outputs, int inputs, Random random) {
        return switch (kind) {
            case BFLOAT16 -> bfloat16(outputs, inputs, random);
            case FLOAT16 -> float16(outputs, inputs, random);
            case INT8 -> int8(outputs, inputs, random);
            case INT4 -> int4(outputs, inputs, random);
        };
    }

    static float[] numbers(int count, Random random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static SampleMatrix bfloat16(int outputs, int inputs, Random random) {
        float[] numbers = numbers(outputs * inputs, random);
        MemorySegment rows = Arena.ofAuto().allocate(2L * numbers.length);
        double[] weights = new double[numbers.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = rounded(numbers[i], rows, i);
        }
        return new SampleMatrix(RowMatrices.bfloat16(rows, outputs, inputs), weights);
    }

    /** Stores a number, and says what became of it. */
    private static float rounded(float number, MemorySegment to, long index) {
        int bits = Float.floatToRawIntBits(number) >> 16;
        to.set(SHORT, 2 * index, (short) bits);
        return Float.intBitsToFloat(bits << 16);
    }

    private static SampleMatrix float16(int outputs, int inputs, Random random) {
        float[] numbers = numbers(outputs * inputs, random);
        MemorySegment rows = Arena.ofAuto().allocate(2L * numbers.length);
        double[] weights = new double[numbers.length];
        for (int i = 0; i < weights.length; i++) {
            short half = Float.floatToFloat16(i % 3 == 0 ? numbers[i] * 1e-5f : numbers[i]);
            rows.set(SHORT, 2L * i, half);
            weights[i] = Float.float16ToFloat(half);
        }
        return new SampleMatrix(RowMatrices.float16(rows, outputs, inputs), weights);
    }

    private static SampleMatrix int8(int outputs, int inputs, Random random) {
        byte[] numbers = new byte[outputs * inputs];
        random.nextBytes(numbers);
        MemorySegment rows = Arena.ofAuto().allocate(numbers.length);
        MemorySegment scales = Arena.ofAuto().allocate(4L * outputs);
        MemorySegment.copy(numbers, 0, rows, ValueLayout.JAVA_BYTE, 0, numbers.length);
        double[] weights = new double[numbers.length];
        for (int n = 0; n < outputs; n++) {
            float scale = 0.01f + random.nextFloat();
            scales.set(FLOAT, 4L * n, scale);
            for (int k = 0; k < inputs; k++) {
                weights[n * inputs + k] = (double) scale * numbers[n * inputs + k];
            }
        }
        return new SampleMatrix(RowMatrices.int8(rows, scales, outputs, inputs), weights);
    }

    private static SampleMatrix int4(int outputs, int inputs, Random random) {
        byte[] numbers = new byte[outputs * inputs / 2];
        random.nextBytes(numbers);
        MemorySegment packed = Arena.ofAuto().allocate(numbers.length);
        MemorySegment.copy(numbers, 0, packed, ValueLayout.JAVA_BYTE, 0, numbers.length);
        MemorySegment both = Arena.ofAuto().allocate(4L * outputs * inputs / 32);
        double[] weights = new double[outputs * inputs];
        for (int n = 0; n < outputs; n++) {
            float scale = 0;
            float middle = 0;
            for (int k = 0; k < inputs; k++) {
                if (k % 32 == 0) {
                    long at = 2L * (k / 32 * outputs + n);
                    scale = rounded(0.01f + random.nextFloat(), both, at);
                    middle = rounded((float) random.nextGaussian(), both, at + 1);
                }
                int pair = numbers[(n / 64 * inputs + k) * 32 + n % 32];
                int q = n % 64 < 32 ? pair & 15 : pair >> 4 & 15;
                weights[n * inputs + k] = middle - 8.0 * scale + (double) q * scale;
            }
        }
        return new SampleMatrix(RowMatrices.int4(packed, both, outputs, inputs), weights);
    }
}
