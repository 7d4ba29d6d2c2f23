package dev.modeldeck.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class MemoryEstimateTest {

    /** Llama 3.1 8B: 32 layers, 8 key heads of 128, as its model card's sizes give them. */
    private static final Inspection LLAMA =
            new Inspection(
                    "huggingface",
                    "",
                    Inspection.Task.CHAT,
                    "LlamaForCausalLM",
                    8_030_261_248L,
                    "bf16",
                    131_072,
                    null,
                    null,
                    null,
                    "",
                    new Inspection.TextShape(32, 8, 128, 128_256),
                    null);

    @Test
    void the_cache_grows_with_context_and_concurrency() {
        MemoryEstimate estimate = MemoryEstimate.of(LLAMA, "bf16", "cuda:0", 8_192, 4);

        assertThat(estimate.weights()).isEqualTo(16_060_522_496L);
        // 2 (keys and values) x 32 x 8 x 128 x 2 bytes = 128 KiB a token, 1 GiB for 8,192 of them
        assertThat(estimate.keyValueCache()).isEqualTo(4L << 30);
        assertThat(estimate.total())
                .isEqualTo(16_060_522_496L + (4L << 30) + MemoryEstimate.WORKER_OVERHEAD);
    }

    @Test
    void no_chosen_context_means_the_models_own() {
        assertThat(MemoryEstimate.of(LLAMA, "bf16", "cuda:0", 0, 1).keyValueCache())
                .isEqualTo(16L << 30);
    }

    @Test
    void wider_numbers_take_more_of_both() {
        MemoryEstimate half = MemoryEstimate.of(LLAMA, "bf16", "cuda:0", 100, 1);
        MemoryEstimate full = MemoryEstimate.of(LLAMA, "f32", "cuda:0", 100, 1);

        assertThat(full.weights()).isEqualTo(2 * half.weights());
        assertThat(full.keyValueCache()).isEqualTo(2 * half.keyValueCache());
    }

    @Test
    void a_cpu_keeps_halves_as_weights_and_caches_in_full_where_it_can() {
        assertThat(NumberWidths.of(LLAMA, "auto", "cpu", true)).isEqualTo(new NumberWidths(2, 4));
        assertThat(NumberWidths.of(LLAMA, "fp16", "cpu", true)).isEqualTo(new NumberWidths(2, 4));
        assertThat(NumberWidths.of(LLAMA, "auto", "cpu", false)).isEqualTo(new NumberWidths(4, 4));
        assertThat(NumberWidths.of(LLAMA, "fp16", "cpu", false)).isEqualTo(new NumberWidths(4, 4));
        assertThat(NumberWidths.of(LLAMA, "f32", "cpu", true)).isEqualTo(new NumberWidths(4, 4));
        assertThat(NumberWidths.of(LLAMA, "int8", "cpu", true).weights()).isBetween(1.0, 1.5);
        assertThat(NumberWidths.of(LLAMA, "int4", "cpu", true).weights()).isBetween(0.5, 1.0);
        assertThat(NumberWidths.of(LLAMA, "auto", "cuda:0", true))
                .isEqualTo(new NumberWidths(2, 2));
    }

    @Test
    void an_encoders_tables_stay_as_they_are_stored_whatever_its_layers_compute_in() {
        // Multilingual E5 small: 12 layers of 384 and 1536 numbers, 250,037 words.
        Inspection encoder =
                new Inspection(
                        "huggingface",
                        "",
                        Inspection.Task.EMBEDDING,
                        "BertModel",
                        117_653_760,
                        "f32",
                        512,
                        null,
                        null,
                        null,
                        "",
                        null,
                        new Inspection.Encoder(12, 384, 1536, 384, "", true, List.of(), List.of()),
                        null);
        long maps = 12 * (4 * 384 * 384 + 2 * 384 * 1536);
        long tables = 4L * (117_653_760 - maps);

        assertThat(MemoryEstimate.of(encoder, "f32", "cpu", 0, 4).weights())
                .isEqualTo(4 * 117_653_760L);
        assertThat(MemoryEstimate.of(encoder, "bf16", "cpu", 0, 4).weights())
                .isEqualTo(2 * maps + tables);
        assertThat(MemoryEstimate.of(encoder, "int8", "cpu", 0, 4).weights())
                .isBetween(maps + tables, (long) (1.3 * maps) + tables);
        assertThat(MemoryEstimate.of(encoder, "f32", "cpu", 0, 4).keyValueCache()).isZero();
    }

    @Test
    void a_tensor_model_has_no_cache_and_is_as_wide_as_it_is_stored() {
        Inspection tensors = Inspection.refused("torchscript", "", "");

        assertThat(MemoryEstimate.of(tensors, "bf16", "cpu", 4_096, 8).keyValueCache()).isZero();
        assertThat(NumberWidths.of(tensors, "bf16", "cpu", true)).isEqualTo(new NumberWidths(4, 4));
    }
}
