package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.kernels.ThisProcessor;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class StepThreadsTest extends DecoderContract {

    @BeforeEach
    void two() {
        TorchRuntime.start(2);
    }

    @AfterEach
    void one() {
        TorchRuntime.useThreads(1);
    }

    @Test
    void steps_are_tried_with_each_number_and_the_thread_has_all_of_them_afterwards() {
        StepThreads threads = new StepThreads();
        Set<Integer> seen = new HashSet<>();
        IntStream.range(0, 10)
                .forEach(_ -> seen.add(threads.compute(1, _ -> TorchRuntime.threads())));
        assertThat(seen).containsExactlyInAnyOrder(1, 2);
        assertThat(TorchRuntime.threads()).isEqualTo(2);
        assertThatThrownBy(() ->
                        threads.compute(
                                1,
                                _ -> {
                                    throw new IllegalStateException("no memory");
                                }))
                .hasMessage("no memory");
        assertThat(TorchRuntime.threads()).isEqualTo(2);
    }

    @Test
    void prompts_and_steps_are_judged_apart() {
        StepThreads threads = new StepThreads();
        while (!threads.settled(1)) {
            threads.compute(1, _ -> true);
        }
        assertThat(threads.settled(256)).isFalse();
    }

    /** Sizes at which float32 is split between threads, and so would differ. */
    @Test
    void the_number_of_threads_changes_no_digit() throws IOException {
        model(
                        changes(
                                "model_type: llama, num_hidden_layers: 1, hidden_size: 256, head_dim: 64,"
                                        + " intermediate_size: 8192, num_attention_heads: 4,"
                                        + " num_key_value_heads: 2"))
                .write(folder, "BF16", 1);
        for (Precision precision : steady()) {
            try (Decoder decoder = load(precision)) {
                float[][][] first = logits(decoder, precision, 1);
                assertThat(logits(decoder, precision, 2)).isDeepEqualTo(first);
                assertThat(logits(decoder, precision, 3)).isDeepEqualTo(first);
            }
        }
    }

    private static List<Precision> steady() {
        return Stream.of(BF16, HALF_WEIGHTS, INT8, INT4)
                .filter(precision -> precision != BF16 || ThisProcessor.packsBfloat16())
                .filter(precision -> Precisions.quantises("cpu") || !precision.kernel().quantises())
                .toList();
    }

    /** Of two prompts, of a token, and of several of two sequences, each exactly as it is. */
    private static float[][][] logits(Decoder decoder, Precision precision, int threads) {
        TorchRuntime.useThreads(threads);
        int[] prompt = ids(Math.min(precision.steadyTokens(), ROOM - 8));
        int end = prompt.length;
        return Stream.of(
                        List.of(new Step(0, prompt, 0, 1, end)),
                        List.of(new Step(ROOM, prompt, 0, 1, end)),
                        List.of(new Step(0, new int[] {3}, end, 1, end)),
                        List.of(
                                new Step(0, new int[] {5, 6, 7}, end, 3, end),
                                new Step(ROOM, new int[] {3}, end, 1, end)))
                .map(decoder::logits)
                .toArray(float[][][]::new);
    }

    @Test
    void kernels_that_split_sums_keep_their_threads() {
        assertThat(F32_PACKED.steadyTokens()).isZero();
        assertThat(F32.steadyTokens()).isZero();
        assertThat(INT4.steadyTokens()).isLessThan(Slot.PIECE);
    }
}
