package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The numeric contract of position scalings, each against its formula. */
class DecoderScalingTest extends DecoderContract {

    @Test
    void llama3_scaling_agrees_with_the_reference() throws IOException {
        Map<String, Object> scaling =
                Map.of(
                        "rope_type", "llama3",
                        "factor", 8.0,
                        "low_freq_factor", 1.0,
                        "high_freq_factor", 4.0,
                        "original_max_position_embeddings", 32);
        TinyModel model = model(Map.of("model_type", "llama", "rope_scaling", scaling));
        model.write(folder, "F32", 1);
        ReferenceDecoder reference =
                new ReferenceDecoder(
                        model,
                        i -> {
                            double f = Math.pow(10000, -2.0 * i / 16);
                            double wave = 2 * Math.PI / f;
                            if (wave < 32 / 4.0) {
                                return f;
                            } else if (wave > 32) {
                                return f / 8;
                            }
                            double smooth = (32 / wave - 1) / 3;
                            return (1 - smooth) * f / 8 + smooth * f;
                        },
                        1);
        everyWay(reference, F32, 1e-5);
    }

    @Test
    void linear_scaling_agrees_with_the_reference() throws IOException {
        Map<String, Object> scaling = Map.of("type", "linear", "factor", 4.0);
        TinyModel model = model(Map.of("model_type", "llama", "rope_scaling", scaling));
        model.write(folder, "F32", 1);
        ReferenceDecoder reference =
                new ReferenceDecoder(model, i -> Math.pow(10000, -2.0 * i / 16) / 4, 1);
        everyWay(reference, F32, 1e-5);
    }

    @Test
    void yarn_scaling_agrees_with_the_reference() throws IOException {
        Map<String, Object> scaling =
                Map.of("rope_type", "yarn", "factor", 4.0, "original_max_position_embeddings", 64);
        TinyModel model =
                model(
                        Map.of(
                                "model_type",
                                "qwen2",
                                "attention_bias",
                                true,
                                "rope_scaling",
                                scaling));
        model.write(folder, "F32", 1);
        // Pairs 0 (turns more than 32 times in 64 positions: none, floor(-1.1) = 0) to
        // ceil(16 * ln(64 / 2π) / (2 ln 10000)) = ceil(2.016) = 3 are blended.
        ReferenceDecoder reference =
                new ReferenceDecoder(
                        model,
                        i -> {
                            double f = Math.pow(10000, -2.0 * i / 16);
                            double blend = Math.min(1, i / 3.0);
                            return f / 4 * blend + f * (1 - blend);
                        },
                        0.1 * Math.log(4) + 1);
        everyWay(reference, F32, 1e-5);
    }

    @Test
    void dynamic_scaling_begins_past_the_trained_length() throws IOException {
        Map<String, Object> scaling = Map.of("type", "dynamic", "factor", 2.0);
        TinyModel model =
                model(
                        Map.of(
                                "model_type",
                                "llama",
                                "rope_scaling",
                                scaling,
                                "max_position_embeddings",
                                30));
        model.write(folder, "F32", 1);
        int[] ids = ids(40);
        double base = 10000 * Math.pow(2.0 * 40 / 30 - 1, 16 / 14.0);
        ReferenceDecoder within = new ReferenceDecoder(model);
        ReferenceDecoder beyond =
                new ReferenceDecoder(model, i -> Math.pow(base, -2.0 * i / 16), 1);
        try (Decoder decoder = load(F32)) {
            assertThat(decoder.shape().context()).isEqualTo(60);
            close(append(decoder, 0, Arrays.copyOf(ids, 30), 0, 1)[0], within, ids, 30, 1e-5);
            close(append(decoder, 0, ids, 0, 1)[0], beyond, ids, 40, 1e-5);
            // In pieces the whole prompt is rotated alike, too.
            int[] first = Arrays.copyOf(ids, 25);
            int[] rest = Arrays.copyOfRange(ids, 25, 40);
            decoder.append(new Step(ROOM, first, 0, 1, 40));
            close(decoder.append(new Step(ROOM, rest, 25, 1, 40))[0], beyond, ids, 40, 1e-5);
        }
    }

    @Test
    void gemma3_scales_positions_in_layers_that_see_everything_only() throws IOException {
        TinyModel model =
                model(
                        changes(
                                "model_type: gemma3_text, tie_word_embeddings: true, sliding_window: 7, sliding_window_pattern: 2, rope_scaling: {rope_type: linear, factor: 8.0}"));
        model.write(folder, "F32", 1);
        ReferenceDecoder reference =
                new ReferenceDecoder(model, i -> Math.pow(10000, -2.0 * i / 16) / 8, 1);
        everyWay(reference, F32, 1e-5);
    }

    @Test
    void long_rope_has_factors_within_the_original_context_and_others_beyond() throws IOException {
        List<Double> shortFactors = List.of(1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7);
        List<Double> longFactors = List.of(1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0);
        Map<String, Object> scaling =
                Map.of("type", "su", "short_factor", shortFactors, "long_factor", longFactors);
        TinyModel model =
                model(
                        Map.of(
                                "model_type",
                                "phi3",
                                "rope_scaling",
                                scaling,
                                "original_max_position_embeddings",
                                64));
        model.write(folder, "F32", 1);
        double magnitude = Math.sqrt(1 + Math.log(4) / Math.log(64));
        everyWay(slowed(model, longFactors, magnitude), F32, 1e-5, TinyModels.CONTEXT);
        everyWay(slowed(model, shortFactors, magnitude), F32, 1e-5, 64);
    }

    private static ReferenceDecoder slowed(
            TinyModel model, List<Double> factors, double magnitude) {
        return new ReferenceDecoder(
                model, i -> Math.pow(10000, -2.0 * i / 16) / factors.get(i), magnitude);
    }
}
