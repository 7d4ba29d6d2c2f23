package dev.modeldeck.engine.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.util.Random;

class HeadMemoryTest {

    private static final int HEADS = 3;
    private static final int POSITIONS = 37;
    private static final int HEAD = 1;
    private static final int FIRST = 4;
    private static final int COUNT = 30;

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"8, false", "24, false", "64, false", "96, false", "80, false", "256, false"})
    void float32(int size, boolean bfloat16) {
        agrees(size, bfloat16);
    }

    @ParameterizedTest
    @CsvSource({"8, true", "24, true", "64, true", "96, true", "80, true", "256, true"})
    void bfloat16(int size, boolean bfloat16) {
        agrees(size, bfloat16);
    }

    /** Scores and sums agree with plain ones of what was kept. */
    private void agrees(int size, boolean bfloat16) {
        long bytes = (long) POSITIONS * HEADS * size * (bfloat16 ? 2 : 4);
        HeadMemory memory = HeadMemory.of(Arena.ofAuto().allocate(bytes), HEADS, size, bfloat16);
        float[][] kept = new float[POSITIONS][];
        for (int i = 0; i < POSITIONS; i++) {
            float[] x = numbers(size + 2);
            memory.write(i, HEAD, x, 2);
            memory.write(i, HEAD + 1, numbers(size), 0);
            memory.write(i, HEAD - 1, numbers(size), 0);
            kept[i] = new float[size];
            for (int j = 0; j < size; j++) {
                kept[i][j] = bfloat16 ? rounded(x[j + 2]) : x[j + 2];
            }
        }
        float[] query = numbers(size);
        float[] arranged = new float[size];
        memory.arrange(query, 0, arranged, 0);
        float[] scores = new float[COUNT + 3];
        memory.scores(arranged, 0, FIRST, COUNT, HEAD, scores, 3);
        float[] weights = numbers(COUNT);
        float[] sum = new float[size + 1];
        memory.sum(weights, 0, FIRST, COUNT, HEAD, sum, 1);
        double[] expected = new double[size];
        for (int i = 0; i < COUNT; i++) {
            double score = 0;
            for (int j = 0; j < size; j++) {
                score += (double) query[j] * kept[FIRST + i][j];
                expected[j] += (double) weights[i] * kept[FIRST + i][j];
            }
            assertThat((double) scores[3 + i]).isCloseTo(score, within(1e-5 * size));
        }
        for (int j = 0; j < size; j++) {
            assertThat((double) sum[1 + j]).isCloseTo(expected[j], within(1e-4));
        }
    }

    /** To the nearest bfloat16, of two as near to the one whose last bit is 0. */
    private static float rounded(float x) {
        float down = Float.intBitsToFloat(Float.floatToRawIntBits(x) & 0xffff0000);
        float up = Float.intBitsToFloat((Float.floatToRawIntBits(x) & 0xffff0000) + 0x10000);
        double below = Math.abs((double) x - down);
        double above = Math.abs((double) up - x);
        boolean even = (Float.floatToRawIntBits(down) >>> 16 & 1) == 0;
        return below < above || below == above && even ? down : up;
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
