package dev.modeldeck.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.OptionalDouble;

class SpeedEstimateTest {

    private static final Inspection MODEL =
            new Inspection(
                    "huggingface",
                    "",
                    Inspection.Task.CHAT,
                    "LlamaForCausalLM",
                    1_000_000_000L,
                    "bf16",
                    4096,
                    null,
                    null,
                    null,
                    "",
                    new Inspection.TextShape(16, 8, 64, 128_256),
                    null);

    @Test
    void each_token_reads_all_weights_so_fewer_bits_are_faster() {
        assertThat(speed("f32")).isCloseTo(10, within(1e-9));
        assertThat(speed("bf16")).isCloseTo(20, within(1e-9));
        assertThat(speed("int8")).isCloseTo(40, within(1e-9));
        assertThat(speed("int4")).isBetween(50.0, 70.0);
    }

    @Test
    void nothing_is_said_about_what_was_not_measured() {
        Inspection tensors = Inspection.refused("torchscript", "", "");
        assertThat(SpeedEstimate.tokensPerSecond(tensors, "auto", "cpu", 4e10)).isEmpty();
        assertThat(SpeedEstimate.tokensPerSecond(MODEL, "bf16", "cuda:0", 4e10))
                .isEqualTo(OptionalDouble.empty());
    }

    private static double speed(String dtype) {
        return SpeedEstimate.tokensPerSecond(MODEL, dtype, "cpu", 4e10).orElseThrow();
    }
}
