package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.local.kernels.ThisProcessor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The numeric contract of every family: logits agree with the plain reference, however they are
 * computed.
 */
class DecoderNumericsTest extends DecoderContract {

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
                .map(DecoderContract::changes);
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
        if (ThisProcessor.packsBfloat16()) {
            everyWay(model, BF16, 2e-2);
        }
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
        try (Decoder decoder = load(INT8)) {
            everyWay(decoder, new ReferenceDecoder(model), ThisProcessor.inEightBits(8e-2));
            alikeInEveryCompany(decoder, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void int4_is_the_model_with_weights_rounded_to_four_bits(Map<String, Object> changes)
            throws IOException {
        Map<String, Object> wide = new HashMap<>(changes);
        wide.putAll(Map.of("hidden_size", 64, "intermediate_size", 96, "head_dim", 16));
        TinyModel model = model(wide);
        model.write(folder, "BF16", 1);
        ReferenceDecoder reference = new ReferenceDecoder(RoundedWeights.toFourBits(model));
        try (Decoder decoder = load(INT4)) {
            everyWay(decoder, reference, 3e-2);
            alikeInEveryCompany(decoder, 2e-2);
        }
    }

    @Test
    void sizes_that_four_bits_cannot_have_are_refused() throws IOException {
        model(Map.of("model_type", "llama")).write(folder, "BF16", 1);
        assertThatThrownBy(() -> load(INT4)).hasMessageContaining("Choose int8");
    }

    /** Whether alone or with others: the same logits. */
    private static void alikeInEveryCompany(Decoder decoder, double tolerance) {
        append(decoder, 0, ids(12), 0, 1);
        append(decoder, 1, ids(9), 0, 1);
        Step step = new Step(0, new int[] {7}, 12, 1, 0);
        float[] alone = decoder.forward(List.of(step))[0];
        Step neighbour = new Step(ROOM, new int[] {200}, 9, 1, 0);
        close(decoder.forward(List.of(neighbour, step))[1], alone, tolerance);
    }
}
