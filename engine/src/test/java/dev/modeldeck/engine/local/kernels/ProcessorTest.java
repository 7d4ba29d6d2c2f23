package dev.modeldeck.engine.local.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Set;

class ProcessorTest {

    @Test
    void inputs_have_eight_bits_only_where_no_sum_of_them_overflows() {
        assertThat(Processor.largestByte(Set.of("avx2", "avx512f", "avx512_vnni"))).isEqualTo(127);
        assertThat(Processor.largestByte(Set.of("avx2", "avx512f"))).isEqualTo(63);
        assertThat(Processor.largestByte(Set.of("avx2", "avx_vnni"))).isEqualTo(63);
        assertThat(Processor.largestByte(Set.of())).isEqualTo(63);
    }
}
