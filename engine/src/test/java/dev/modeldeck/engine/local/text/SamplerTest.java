package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

class SamplerTest {

    private static final float[] LOGITS = {1, 3, 2, -1, 3, 0};

    @Test
    void temperature_zero_takes_the_first_of_the_best() {
        assertThat(new Sampler(options(0, 1, 0, 0), 1).choose(LOGITS)).isEqualTo(1);
    }

    @Test
    void tokens_come_as_often_as_their_probability_says() {
        int draws = 20_000;
        int[] counts = new int[LOGITS.length];
        Sampler sampler = new Sampler(options(2, 1, 0, 0), 1);
        for (int i = 0; i < draws; i++) {
            counts[sampler.choose(LOGITS)]++;
        }
        double total = 0;
        for (float logit : LOGITS) {
            total += Math.exp(logit / 2);
        }
        for (int i = 0; i < LOGITS.length; i++) {
            assertThat(counts[i] / (double) draws)
                    .isCloseTo(Math.exp(LOGITS[i] / 2) / total, within(0.015));
        }
    }

    @Test
    void top_k_keeps_so_many() {
        assertThat(drawn(options(5, 1, 3, 0), LOGITS)).containsExactly(1, 2, 4);
        assertThat(drawn(options(5, 1, 100, 0), LOGITS)).hasSize(6);
    }

    @Test
    void top_k_asks_for_no_more_than_can_be_drawn() {
        float[] logits = {0, -50, -60, -70, -80, -90};
        assertThat(drawn(options(1, 1, 3, 0), logits)).containsExactly(0);
    }

    @Test
    void logits_that_are_no_numbers_are_a_sentence() {
        assertThatThrownBy(() ->
                        new Sampler(options(1, 1, 0, 0), 1)
                                .choose(new float[] {Float.NaN, Float.NaN}))
                .hasMessageContaining("Serve it in another data type");
        float[] partly = {1, Float.NaN, 0};
        assertThat(drawn(options(1, 0.9, 0, 0), partly)).isSubsetOf(0, 2);
    }

    @Test
    void top_p_keeps_the_smallest_set_that_reaches_it() {
        float[] logits = logs(0.5, 0.3, 0.15, 0.05);
        assertThat(drawn(options(1, 0.49, 0, 0), logits)).containsExactly(0);
        assertThat(drawn(options(1, 0.6, 0, 0), logits)).containsExactly(0, 1);
        assertThat(drawn(options(1, 0.81, 0, 0), logits)).containsExactly(0, 1, 2);
        assertThat(drawn(options(1, 0, 0, 0), logits)).containsExactly(0);
        // After top-k the kept ones count as all.
        assertThat(drawn(options(1, 0.6, 2, 0), logits)).containsExactly(0);
    }

    @Test
    void min_p_drops_what_is_far_below_the_best() {
        float[] logits = logs(0.5, 0.3, 0.15, 0.05);
        assertThat(drawn(options(1, 1, 0, 0.29), logits)).containsExactly(0, 1, 2);
        assertThat(drawn(options(1, 1, 0, 0.31), logits)).containsExactly(0, 1);
    }

    @Test
    void filters_agree_with_a_plain_sort_over_a_large_vocabulary() {
        Random random = new Random(4);
        float[] logits = new float[5000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        Integer[] sorted = new Integer[logits.length];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, (a, b) -> Float.compare(logits[b], logits[a]));
        Set<Integer> best = new TreeSet<>(Arrays.asList(sorted).subList(0, 40));
        assertThat(best).containsAll(drawn(options(3, 1, 40, 0), logits));
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit);
        }
        Set<Integer> nucleus = new TreeSet<>();
        double mass = 0;
        for (int i = 0; mass < 0.3 * total; i++) {
            nucleus.add(sorted[i]);
            mass += Math.exp(logits[sorted[i]]);
        }
        assertThat(nucleus).containsAll(drawn(options(1, 0.3, 0, 0), logits));
    }

    @Test
    void penalties_lower_what_was_seen() {
        SamplingOptions options = new SamplingOptions(0, 1, 0, 0, 2, 0.5, 0.25);
        Penalties penalties = new Penalties(options, new int[] {0, 3});
        penalties.add(1);
        penalties.add(1);
        // Prompt tokens: halved or doubled. Answer tokens: also minus 0.5 and 2 * 0.25.
        assertThat(penalties.applied(LOGITS)).containsExactly(0.5f, 0.5f, 2, -2, 3, 0);
        assertThat(LOGITS[1]).isEqualTo(3);
    }

    private static Set<Integer> drawn(SamplingOptions options, float[] logits) {
        Set<Integer> tokens = new TreeSet<>();
        Sampler sampler = new Sampler(options, 9);
        for (int i = 0; i < 2000; i++) {
            tokens.add(sampler.choose(logits));
        }
        return tokens;
    }

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }

    private static SamplingOptions options(double temperature, double topP, int topK, double minP) {
        return new SamplingOptions(temperature, topP, topK, minP, 1, 0, 0);
    }
}
