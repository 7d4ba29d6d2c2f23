package dev.modeldeck.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBandwidthTest {

    /** From a very busy machine to what no memory of a desk reaches. */
    @Test
    void memory_is_read_as_fast_as_memory_is() {
        assertThat(MemoryBandwidth.measure().orElseThrow()).isBetween(1e8, 2e12);
    }
}
