package dev.modeldeck.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
        MemoryEstimate estimate = MemoryEstimate.of(LLAMA, 2, 8_192, 4);

        assertThat(estimate.weights()).isEqualTo(16_060_522_496L);
        // 2 (keys and values) x 32 x 8 x 128 x 2 bytes = 128 KiB a token, 1 GiB for 8,192 of them
        assertThat(estimate.keyValueCache()).isEqualTo(4L << 30);
        assertThat(estimate.total())
                .isEqualTo(16_060_522_496L + (4L << 30) + MemoryEstimate.WORKER_OVERHEAD);
    }

    @Test
    void no_chosen_context_means_the_models_own() {
        assertThat(MemoryEstimate.of(LLAMA, 2, 0, 1).keyValueCache()).isEqualTo(16L << 30);
    }

    @Test
    void wider_numbers_take_more_of_both() {
        MemoryEstimate half = MemoryEstimate.of(LLAMA, 2, 100, 1);
        MemoryEstimate full = MemoryEstimate.of(LLAMA, 4, 100, 1);

        assertThat(full.weights()).isEqualTo(2 * half.weights());
        assertThat(full.keyValueCache()).isEqualTo(2 * half.keyValueCache());
    }

    @Test
    void a_tensor_model_has_no_cache() {
        Inspection tensors = Inspection.refused("torchscript", "", "");

        assertThat(MemoryEstimate.of(tensors, 4, 4_096, 8).keyValueCache()).isZero();
    }
}
