package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The numeric contract of every family: logits agree with the plain reference, however they are
 * computed.
 */
class DecoderNumericsTest {

    /** Positions of a sequence. */
    private static final int ROOM = TinyModels.CONTEXT;

    private static final Precision F32 = new Precision(LinearKernel.PLAIN, TensorType.FLOAT32);
    private static final Precision F32_PACKED =
            new Precision(LinearKernel.PACKED, TensorType.FLOAT32);
    private static final Precision BF16 = new Precision(LinearKernel.PACKED, TensorType.BFLOAT16);
    private static final Precision BF16_PLAIN =
            new Precision(LinearKernel.PLAIN, TensorType.BFLOAT16);
    private static final Precision HALF_WEIGHTS =
            new Precision(LinearKernel.HALF_WEIGHTS, TensorType.FLOAT32);

    private static final Precision INT8 = new Precision(LinearKernel.INT8, TensorType.FLOAT32);
    private static final Precision INT4 =
            new Precision(LinearKernel.INT4, LinearKernel.INT8, TensorType.BFLOAT16);

    @TempDir Path folder;

    static Stream<Map<String, Object>> models() {
        return Stream.of(
                        "model_type: llama",
                        "model_type: llama, tie_word_embeddings: true",
                        "model_type: llama, attention_bias: true, mlp_bias: true",
                        "model_type: llama, num_key_value_heads: 4, head_dim: 24",
                        "model_type: mistral, sliding_window: 7",
                        "model_type: qwen2, attention_bias: true, rope_theta: 1.0e6",
                        "model_type: qwen2, attention_bias: true, use_sliding_window: true, sliding_window: 7, max_window_layers: 1",
                        "model_type: qwen3, head_dim: 16, rope_theta: 1.0e6",
                        "model_type: phi3, sliding_window: 9",
                        "model_type: phi3, partial_rotary_factor: 0.75",
                        "model_type: smollm3, num_hidden_layers: 4, tie_word_embeddings: true",
                        "model_type: smollm3, no_rope_layers: [0, 1], use_sliding_window: true, sliding_window: 7, attention_bias: true",
                        "model_type: gemma2, num_hidden_layers: 3, tie_word_embeddings: true, sliding_window: 7, query_pre_attn_scalar: 24, attn_logit_softcapping: 2.0, final_logit_softcapping: 3.0",
                        "model_type: gemma3_text, num_hidden_layers: 4, tie_word_embeddings: true, sliding_window: 7, sliding_window_pattern: 3, query_pre_attn_scalar: 24, rope_theta: 1.0e6, rope_local_base_freq: 1000.0",
                        "model_type: gpt2, tie_word_embeddings: true")
                .map(DecoderNumericsTest::changes);
    }

    private static Map<String, Object> changes(String yaml) {
        return new YAMLMapper().readValue("{" + yaml + "}", new TypeReference<>() {});
    }

    @ParameterizedTest
    @MethodSource("models")
    void float32_agrees_with_the_reference(Map<String, Object> changes) throws IOException {
        TinyModel model = model(changes);
        model.write(folder, "F32", 3);
        everyWay(model, F32, 1e-5);
        everyWay(model, F32_PACKED, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("models")
    void bfloat16_agrees_with_the_reference(Map<String, Object> changes) throws IOException {
        TinyModel model = model(changes);
        model.write(folder, "BF16", 1);
        everyWay(model, BF16, 2e-2);
        everyWay(model, BF16_PLAIN, 2e-2);
    }

    @ParameterizedTest
    @MethodSource("models")
    void float16_weights_are_nearly_exact(Map<String, Object> changes) throws IOException {
        TinyModel model = model(changes);
        model.write(folder, "F16", 1);
        everyWay(model, HALF_WEIGHTS, 1e-4);
        model.write(folder, "BF16", 1);
        everyWay(model, F32, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("models")
    void int8_agrees_as_far_as_eight_bits_go(Map<String, Object> changes) throws IOException {
        TinyModel model = model(changes);
        model.write(folder, "BF16", 1);
        everyWay(model, INT8, 8e-2);
        alikeInEveryCompany(INT8, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("models")
    void int4_is_the_model_with_weights_rounded_to_four_bits(Map<String, Object> changes)
            throws IOException {
        Map<String, Object> wide = new HashMap<>(changes);
        wide.putAll(Map.of("hidden_size", 64, "intermediate_size", 96, "head_dim", 16));
        TinyModel model = model(wide);
        model.write(folder, "BF16", 1);
        everyWay(RoundedWeights.toFourBits(model), INT4, 3e-2);
        alikeInEveryCompany(INT4, 2e-2);
    }

    @Test
    void sizes_that_four_bits_cannot_have_are_refused() throws IOException {
        model(Map.of("model_type", "llama")).write(folder, "BF16", 1);
        assertThatThrownBy(() -> load(INT4)).hasMessageContaining("Choose int8");
    }

    /** Whether alone or with others: the same logits. */
    private void alikeInEveryCompany(Precision precision, double tolerance) {
        int[] ids = ids(12);
        try (Decoder decoder = load(precision)) {
            append(decoder, 0, ids, 0, 1);
            append(decoder, 1, ids(9), 0, 1);
            Step step = new Step(0, new int[] {7}, 12, 1, 0);
            float[] alone = decoder.forward(List.of(step))[0];
            Step neighbour = new Step(ROOM, new int[] {200}, 9, 1, 0);
            close(decoder.forward(List.of(neighbour, step))[1], alone, tolerance);
        }
    }

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
            close(
                    append(decoder, 0, java.util.Arrays.copyOf(ids, 30), 0, 1)[0],
                    within,
                    ids,
                    30,
                    1e-5);
            close(append(decoder, 0, ids, 0, 1)[0], beyond, ids, 40, 1e-5);
            // In pieces the whole prompt is rotated alike, too.
            int[] first = java.util.Arrays.copyOf(ids, 25);
            int[] rest = java.util.Arrays.copyOfRange(ids, 25, 40);
            decoder.append(new Step(ROOM, first, 0, 1, 40));
            close(decoder.append(new Step(ROOM, rest, 25, 1, 40))[0], beyond, ids, 40, 1e-5);
        }
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

    private void everyWay(TinyModel model, Precision precision, double tolerance) {
        everyWay(new ReferenceDecoder(model), precision, tolerance);
    }

    private void everyWay(ReferenceDecoder reference, Precision precision, double tolerance) {
        everyWay(reference, precision, tolerance, TinyModels.CONTEXT);
    }

    /**
     * Prefill at once, in chunks, step by step and in a batch of mixed lengths, in slots that do
     * not disturb each other.
     */
    private void everyWay(
            ReferenceDecoder reference, Precision precision, double tolerance, int served) {
        int[] ids = ids(40);
        List<float[]> expected = reference.logits(ids);
        try (Decoder decoder = load(precision, served)) {
            float[][] all = append(decoder, 0, ids, 0, ids.length);
            for (int i = 0; i < ids.length; i++) {
                close(all[i], expected.get(i), tolerance);
            }
            for (int from = 0; from < 32; from += 16) {
                int[] chunk = java.util.Arrays.copyOfRange(ids, from, from + 16);
                close(append(decoder, 1, chunk, from, 1)[0], expected.get(from + 15), tolerance);
            }
            for (int i = 32; i < 36; i++) {
                close(append(decoder, 1, new int[] {ids[i]}, i, 1)[0], expected.get(i), tolerance);
                close(append(decoder, 0, new int[] {ids[i]}, i, 1)[0], expected.get(i), tolerance);
            }
            for (int i = 36; i < ids.length; i++) {
                int before = i - 30; // the other sequence is much shorter
                float[][] both =
                        decoder.forward(
                                List.of(
                                        new Step(ROOM, new int[] {ids[i]}, i, 1, i),
                                        new Step(0, new int[] {ids[before]}, before, 1, before)));
                close(both[0], expected.get(i), tolerance);
                close(both[1], expected.get(before), tolerance);
            }
            int[] three = java.util.Arrays.copyOfRange(ids, 33, 36);
            float[][] ragged =
                    decoder.forward(
                            List.of(
                                    new Step(0, new int[] {ids[20]}, 20, 1, 20),
                                    new Step(ROOM, three, 33, 3, 33)));
            close(ragged[0], expected.get(20), tolerance);
            for (int i = 0; i < 3; i++) {
                close(ragged[1 + i], expected.get(33 + i), tolerance);
            }
        }
    }

    private static float[][] append(Decoder decoder, int slot, int[] ids, int start, int wanted) {
        return decoder.append(new Step(slot * ROOM, ids, start, wanted, 0));
    }

    private static void close(
            float[] found, ReferenceDecoder reference, int[] ids, int length, double tolerance) {
        close(found, reference.logits(java.util.Arrays.copyOf(ids, length)).getLast(), tolerance);
    }

    private static void close(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        assertThat(ReferenceDecoder.distance(found, expected)).isLessThan(tolerance);
    }

    private Decoder load(Precision precision) {
        return load(precision, TinyModels.CONTEXT);
    }

    private Decoder load(Precision precision, int served) {
        TorchRuntime.start(1);
        DecoderShape shape =
                TextFamilies.shape(JsonFiles.read(folder.resolve("config.json")))
                        .servedUpTo(served);
        return DecoderLoader.load(
                shape,
                Safetensors.open(folder),
                DecoderSpec.of(precision, "cpu", 2 * ROOM),
                (fraction, what) -> {});
    }

    private static TinyModel model(Map<String, Object> changes) {
        return new TinyModel(TinyModels.config(new HashMap<>(changes)), 7);
    }

    private static int[] ids(int count) {
        return new Random(3).ints(count, 0, 256).toArray();
    }
}
