package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.TensorType;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

class KeyValueMemoryTest {

    private static final Precision BF16 = new Precision(LinearKernel.PLAIN, TensorType.BFLOAT16);

    /** 2 layers, 2 key heads of 16 numbers: 256 bytes a position in bfloat16. */
    private static final DecoderShape SHAPE =
            TextFamilies.shape(
                    JsonMapper.shared()
                            .valueToTree(
                                    Map.of(
                                            "model_type", "llama",
                                            "vocab_size", 256,
                                            "hidden_size", 64,
                                            "intermediate_size", 96,
                                            "num_hidden_layers", 2,
                                            "num_attention_heads", 4,
                                            "num_key_value_heads", 2,
                                            "max_position_embeddings", 4096)));

    private static final long BYTES = KeyValueMemory.bytes(SHAPE, BF16);

    @Test
    void all_requests_have_their_whole_context_where_memory_allows() {
        assertThat(KeyValueMemory.positions(BYTES, 1L << 40, 4, 4096)).isEqualTo(4 * 4096);
    }

    @Test
    void little_memory_is_shared_and_a_part_of_it_left_to_others() {
        int positions = KeyValueMemory.positions(BYTES, 256 * 10_000, 4, 4096);
        assertThat(positions).isEqualTo(8_000);
    }

    @Test
    void there_is_always_room_for_a_short_conversation() {
        assertThat(KeyValueMemory.positions(BYTES, -5, 4, 4096)).isEqualTo(512);
        assertThat(KeyValueMemory.positions(BYTES, 0, 4, 128)).isEqualTo(128);
    }
}
