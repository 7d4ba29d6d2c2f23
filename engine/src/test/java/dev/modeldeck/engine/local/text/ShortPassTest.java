package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.ThisProcessor;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class ShortPassTest extends DecoderContract {

    private static final Map<String, Object> LLAMA =
            changes(
                    "model_type: llama, hidden_size: 64, intermediate_size: 96, head_dim: 16, tie_word_embeddings: true");

    static Stream<Precision> precisions() {
        return Stream.of(BF16, HALF_WEIGHTS, INT8, INT4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type: llama",
                "model_type: mistral, sliding_window: 7",
                "model_type: qwen2, attention_bias: true",
                "model_type: qwen3, head_dim: 16",
                "model_type: phi3, sliding_window: 9",
                "model_type: smollm3, num_hidden_layers: 4",
                "model_type: gemma2, attn_logit_softcapping: 2.0, final_logit_softcapping: 3.0",
                "model_type: gemma3_text, num_hidden_layers: 4, sliding_window_pattern: 3"
            })
    void the_usual_families_have_one(String changes) throws IOException {
        model(changes(changes)).write(folder, "F16", 1);
        try (Decoder decoder = load(HALF_WEIGHTS)) {
            assertThat(decoder.shortens()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type: gpt2, tie_word_embeddings: true",
                "model_type: phi3, partial_rotary_factor: 0.75",
                "model_type: llama, mlp_bias: true"
            })
    void what_is_built_otherwise_is_left_to_pytorch(String changes) throws IOException {
        model(changes(changes)).write(folder, "F16", 1);
        try (Decoder decoder = load(HALF_WEIGHTS)) {
            assertThat(decoder.shortens()).isFalse();
        }
    }

    @Test
    void float32_is_left_to_pytorch() throws IOException {
        model(LLAMA).write(folder, "F32", 1);
        try (Decoder decoder = load(F32_PACKED)) {
            assertThat(decoder.shortens()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 4, 100, true",
        "int8, 16, 100, false",
        "int4, 16, 100, true",
        "fp16, 16, 100, true",
        "fp16, 1, 2, false",
        "f32, 1, 100, false"
    })
    void it_wants_memory_and_in_eight_bits_few_requests(
            String dtype, int requests, int memory, boolean shortens) throws IOException {
        model(LLAMA).write(folder, "F16", 1);
        try (Weights weights = Safetensors.open(folder)) {
            TextModel.Spec spec =
                    new TextModel.Spec(
                            folder, "cpu", dtype, memory * weights.bytes(), 0, requests, 1, null);
            StoredDecoder stored = StoredDecoder.open(spec);
            assertThat(stored.shortens()).isEqualTo(shortens);
            stored.weights().close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_type: llama, num_key_value_heads: 4",
                "model_type: gemma2, num_hidden_layers: 3, sliding_window: 7, attn_logit_softcapping: 2.0, final_logit_softcapping: 3.0"
            })
    void logits_are_the_same_to_the_last_bit_with_more_threads(String changes) throws IOException {
        model(changes(changes)).write(folder, "F16", 1);
        try (Decoder decoder = load(HALF_WEIGHTS, TinyModels.CONTEXT, 3)) {
            int[] ids = ids(30);
            append(decoder, 0, ids, 0, 1);
            append(decoder, 1, ids, 0, 1);
            for (int count : new int[] {1, 3, 4, 8}) {
                int[] some = Arrays.copyOf(ids, count);
                List<Step> steps =
                        List.of(
                                new Step(0, some, 12, count, 0),
                                new Step(ROOM, some, 12, count, 0));
                float[][] one = decoder.shortLogits(steps, 1);
                assertThat(decoder.shortLogits(steps, 2)).isDeepEqualTo(one);
                assertThat(decoder.shortLogits(steps, 3)).isDeepEqualTo(one);
            }
        } finally {
            TorchRuntime.start(1);
        }
    }

    /** Alone, in whatever company, in a longer step of its own. */
    @ParameterizedTest
    @MethodSource("precisions")
    void logits_are_the_same_to_the_last_bit_in_every_company(Precision precision)
            throws IOException {
        assumeThat(precision != BF16 || ThisProcessor.packsBfloat16()).isTrue();
        model(LLAMA).write(folder, "BF16", 1);
        try (Decoder decoder = load(precision)) {
            assumeThat(precision != INT4 || decoder.shortens()).isTrue(); // only with AVX-512
            assertThat(decoder.shortens()).isTrue();
            int[] ids = ids(30);
            List<float[]> alone = new ArrayList<>();
            append(decoder, 0, ids, 0, 1);
            append(decoder, 1, ids, 0, 1);
            for (int i = 12; i < 20; i++) {
                alone.add(append(decoder, 0, new int[] {ids[i]}, i, 1)[0]);
            }
            int[] eight = Arrays.copyOfRange(ids, 12, 20);
            float[][] together = append(decoder, 0, eight, 12, 8);
            for (int count = 1; count <= 8; count++) {
                assertThat(together[count - 1]).isEqualTo(alone.get(count - 1));
                int[] some = Arrays.copyOf(eight, count);
                float[][] joined =
                        decoder.forward(
                                List.of(
                                        new Step(ROOM, some, 12, count, 0),
                                        new Step(0, some, 12, count, 0)));
                for (int i = 0; i < count; i++) {
                    assertThat(joined[i]).isEqualTo(alone.get(i));
                    assertThat(joined[count + i]).isEqualTo(alone.get(i));
                }
            }
        }
    }
}
