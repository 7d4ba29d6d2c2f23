package dev.modeldeck.engine.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jdk.incubator.vector.FloatVector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class VectorsTest {

    private static final int MARGIN = 64;

    private final Random random = new Random(3);

    @Test
    void powers_of_e_are_right_to_the_last_digits() {
        for (float x = -87; x < 88; x += 0.0137f) {
            float found = Curves.exp(FloatVector.broadcast(Lanes.FLOATS, x)).lane(0);
            assertThat(found / Math.exp(x)).isCloseTo(1, within(3e-7));
        }
    }

    @Test
    void hyperbolic_tangents_reach_one() {
        for (float x = -50; x < 50; x += 0.0173f) {
            float found = Curves.tanh(FloatVector.broadcast(Lanes.FLOATS, x)).lane(0);
            assertThat((double) found).isCloseTo(Math.tanh(x), within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 64, 300})
    void softmax_adds_up_to_one(int count) {
        float[] scores = numbers(count + MARGIN);
        float[] expected = scores.clone();
        Vectors.softmax(scores, 2, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(expected[2 + i]);
        }
        for (int i = 0; i < count; i++) {
            assertThat((double) scores[2 + i])
                    .isCloseTo(Math.exp(expected[2 + i]) / sum, within(1e-6));
        }
    }

    @Test
    void softmax_of_far_apart_scores_is_one_and_nothing() {
        float[] scores = new float[2 + MARGIN];
        scores[0] = 3000;
        scores[1] = -3000;
        Vectors.softmax(scores, 0, 2);
        assertThat(scores[0]).isEqualTo(1);
        assertThat(scores[1]).isLessThan(1e-30f);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 16, 40, 96})
    void norms_divide_by_the_root_of_the_mean_square(int size) {
        float[] x = numbers(size + 1);
        float[] weight = numbers(size);
        float[] y = new float[size];
        double epsilon = 1e-2;
        float root = (float) Math.sqrt(size);
        float[] scaled = new float[size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            scaled[i] = weight[i] * root;
            squares += (double) x[1 + i] * x[1 + i];
        }
        Vectors.norm(x, 1, scaled, 0, (float) Math.sqrt(size * epsilon), y, 0, size);
        for (int i = 0; i < size; i++) {
            double expected = weight[i] * x[1 + i] / Math.sqrt(squares / size + epsilon);
            assertThat((double) y[i]).isCloseTo(expected, within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 16, 40})
    void gates_multiply(int width) {
        float[] both = numbers(2 * width);
        float[] silu = new float[width];
        float[] gelu = new float[width];
        Vectors.gatedSilu(both, 0, silu, 0, width);
        Vectors.gatedGelu(both, 0, gelu, 0, width);
        for (int i = 0; i < width; i++) {
            double gate = both[i];
            double x = both[width + i];
            assertThat((double) silu[i]).isCloseTo(gate / (1 + Math.exp(-gate)) * x, within(1e-5));
            double inner = Math.sqrt(2 / Math.PI) * (gate + 0.044715 * gate * gate * gate);
            assertThat((double) gelu[i])
                    .isCloseTo(gate / 2 * (1 + Math.tanh(inner)) * x, within(1e-5));
        }
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 2 * (float) random.nextGaussian();
        }
        return numbers;
    }
}
