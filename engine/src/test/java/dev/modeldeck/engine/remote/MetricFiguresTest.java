package dev.modeldeck.engine.remote;

import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Figure;

import org.junit.jupiter.api.Test;

class MetricFiguresTest {

    private static final MetricFigures FIGURES =
            MetricFigures.by("model")
                    .with(REQUESTS, "x_requests_total")
                    .with(KV_CACHE_USED, "x_new_usage", "x_old_usage")
                    .with(GENERATED_TOKENS, "x_tokens{direction=\"out\"}")
                    .scaled(FIRST_TOKEN_SECONDS, 1e-6, "x_first_us_sum");

    @Test
    void samples_of_a_model_are_added_and_shares_averaged() {
        assertThat(
                        FIGURES.of(
                                """
                                x_requests_total{model="a",reason="stop"} 3
                                x_requests_total{model="a",reason="length"} 4
                                x_requests_total{model="b",reason="stop"} 1
                                x_new_usage{model="a",engine="0"} 0.25
                                x_new_usage{model="a",engine="1"} 0.75
                                """))
                .containsExactlyInAnyOrder(
                        new Figure(REQUESTS, "a", 7),
                        new Figure(REQUESTS, "b", 1),
                        new Figure(KV_CACHE_USED, "a", 0.5));
    }

    @Test
    void old_names_other_units_and_one_label_are_understood() {
        assertThat(
                        FIGURES.of(
                                """
                                x_old_usage 0.5
                                x_tokens{direction="in"} 100
                                x_tokens{direction="out"} 20
                                x_first_us_sum 2000000
                                """))
                .containsExactlyInAnyOrder(
                        new Figure(KV_CACHE_USED, "", 0.5),
                        new Figure(GENERATED_TOKENS, "", 20),
                        new Figure(FIRST_TOKEN_SECONDS, "", 2));
    }

    @Test
    void what_is_no_number_is_no_figure() {
        assertThat(FIGURES.of("x_requests_total NaN\nx_old_usage +Inf\n<html>")).isEmpty();
        assertThat(FIGURES.of("x_new_usage NaN\nx_old_usage 0.5"))
                .containsExactly(new Figure(KV_CACHE_USED, "", 0.5));
    }
}
