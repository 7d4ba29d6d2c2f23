package dev.modeldeck.engine.local.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.registry.format.gguf.GgufType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

class BlocksTest {

    private static final int COUNT = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K",
                "Q8_K"
            })
    void whatever_the_bits_are_they_are_read_as_described(String name) {
        ReferenceBlocks reference = ReferenceBlocks.of(name);
        GgufType type = GgufType.valueOf(name);
        byte[] packed = new byte[COUNT * type.blockBytes()];
        new Random(7).nextBytes(packed);
        for (int block = 0; block < COUNT; block++) {
            factors(reference, packed, block * reference.bytes());
        }

        float[] found = new float[COUNT * type.blockElements()];
        Blocks.of(type).widen(packed, COUNT, found);

        assertThat(found).containsExactly(reference.widen(packed));
    }

    /** Random bits may be no number at all. */
    private static void factors(ReferenceBlocks reference, byte[] packed, int block) {
        ByteBuffer buffer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        if (reference.factor() < 0) {
            buffer.putFloat(block, 0.37f);
        } else {
            buffer.putShort(block + reference.factor(), Float.floatToFloat16(0.37f + block));
        }
        if (reference.low() >= 0) {
            buffer.putShort(block + reference.low(), Float.floatToFloat16(-0.21f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IQ4_NL", "IQ4_XS"})
    void uneven_values_are_looked_up(String name) {
        GgufType type = GgufType.valueOf(name);
        byte[] packed = new byte[type.blockBytes()];
        new Random(7).nextBytes(packed);
        ByteBuffer buffer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(0, Float.floatToFloat16(0.5f));
        int[] values = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

        float[] found = new float[type.blockElements()];
        Blocks.of(type).widen(packed, 1, found);

        for (int i = 0; i < found.length; i++) {
            int group = i / 32;
            int start = name.equals("IQ4_NL") ? 2 : 8 + group * 16;
            int q = (packed[start + i % 16] & 0xFF) >> i % 32 / 16 * 4 & 0xF;
            int scale = 1;
            if (name.equals("IQ4_XS")) {
                int upper = (buffer.getShort(2) & 0xFFFF) >> 2 * group & 3;
                scale = ((packed[4 + group / 2] & 0xFF) >> group % 2 * 4 & 0xF | upper << 4) - 32;
            }
            assertThat(found[i]).isEqualTo(0.5f * scale * values[q]);
        }
    }
}
