package dev.modeldeck.engine.local.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Quantised blocks once more, straight from the description of ggml-common.h: where each bit of
 * each number, scale and lowest value lies, and one formula for all. Simple, slow, and independent
 * of what it checks.
 *
 * @param code of the type in files
 * @param size numbers in a block
 * @param bytes of a block
 * @param group numbers that share a scale
 * @param bits of a number
 * @param zero what stands for nothing among them
 * @param number where the bits of a number are, lowest first
 * @param factor byte of the block's float16 factor; negative where it is a float32 at byte 0
 * @param scale where the bits of a group's scale are; null where the factor is all
 * @param scaleZero what stands for nothing among scales
 * @param low byte of the float16 factor of lowest values; negative where there are none
 * @param lowest where the bits of a group's lowest value are; null where the factor is all, and is
 *     added rather than taken away
 */
public record ReferenceBlocks(
        int code,
        int size,
        int bytes,
        int group,
        int bits,
        int zero,
        IntFunction<List<Bits>> number,
        int factor,
        IntFunction<List<Bits>> scale,
        int scaleZero,
        int low,
        IntFunction<List<Bits>> lowest) {

    /** Some bits of a byte. */
    public record Bits(int at, int shift, int count) {}

    static final int NONE = -1;

    /** A quantised type by its name. */
    public static ReferenceBlocks of(String type) {
        return switch (type) {
            case "Q4_0" -> small(2, 18, 4, 8, i -> nibble(2, i), NONE);
            case "Q4_1" -> small(3, 20, 4, 0, i -> nibble(4, i), 2);
            case "Q5_0" -> small(6, 22, 5, 16, i -> fifth(6, 2, i), NONE);
            case "Q5_1" -> small(7, 24, 5, 0, i -> fifth(8, 4, i), 2);
            case "Q8_0" -> small(8, 34, 8, 0, i -> List.of(new Bits(2 + i, 0, 8)), NONE);
            case "Q2_K" ->
                    new ReferenceBlocks(
                            10,
                            256,
                            84,
                            16,
                            2,
                            0,
                            i -> List.of(new Bits(16 + i / 128 * 32 + i % 32, i / 32 % 4 * 2, 2)),
                            80,
                            g -> List.of(new Bits(g, 0, 4)),
                            0,
                            82,
                            g -> List.of(new Bits(g, 4, 4)));
            case "Q3_K" ->
                    new ReferenceBlocks(
                            11,
                            256,
                            110,
                            16,
                            3,
                            4,
                            i ->
                                    List.of(
                                            new Bits(32 + i / 128 * 32 + i % 32, i / 32 % 4 * 2, 2),
                                            new Bits(i % 32, i / 32, 1)),
                            108,
                            g ->
                                    List.of(
                                            new Bits(96 + g % 8, g / 8 * 4, 4),
                                            new Bits(104 + g % 4, g / 4 * 2, 2)),
                            32,
                            NONE,
                            null);
            case "Q4_K" ->
                    new ReferenceBlocks(
                            12,
                            256,
                            144,
                            32,
                            4,
                            0,
                            i -> List.of(new Bits(16 + i / 64 * 32 + i % 32, i / 32 % 2 * 4, 4)),
                            0,
                            ReferenceBlocks::sixBits,
                            0,
                            2,
                            ReferenceBlocks::sixBitsLow);
            case "Q5_K" ->
                    new ReferenceBlocks(
                            13,
                            256,
                            176,
                            32,
                            5,
                            0,
                            i ->
                                    List.of(
                                            new Bits(48 + i / 64 * 32 + i % 32, i / 32 % 2 * 4, 4),
                                            new Bits(16 + i % 32, i / 32, 1)),
                            0,
                            ReferenceBlocks::sixBits,
                            0,
                            2,
                            ReferenceBlocks::sixBitsLow);
            case "Q6_K" ->
                    new ReferenceBlocks(
                            14,
                            256,
                            210,
                            16,
                            6,
                            32,
                            i ->
                                    List.of(
                                            new Bits(i / 128 * 64 + i % 64, i / 64 % 2 * 4, 4),
                                            new Bits(
                                                    128 + i / 128 * 32 + i % 32,
                                                    i / 32 % 4 * 2,
                                                    2)),
                            208,
                            g -> List.of(new Bits(192 + g, 0, 8)),
                            0,
                            NONE,
                            null);
            case "Q8_K" ->
                    new ReferenceBlocks(
                            15,
                            256,
                            292,
                            256,
                            8,
                            0,
                            i -> List.of(new Bits(4 + i, 0, 8)),
                            NONE,
                            null,
                            0,
                            NONE,
                            null);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static ReferenceBlocks small(
            int code, int bytes, int bits, int zero, IntFunction<List<Bits>> number, int low) {
        return new ReferenceBlocks(code, 32, bytes, 32, bits, zero, number, 0, null, 0, low, null);
    }

    private static List<Bits> nibble(int at, int i) {
        return List.of(new Bits(at + i % 16, i / 16 * 4, 4));
    }

    private static List<Bits> fifth(int at, int upper, int i) {
        return List.of(new Bits(at + i % 16, i / 16 * 4, 4), new Bits(upper + i / 8, i % 8, 1));
    }

    private static List<Bits> sixBits(int g) {
        return g < 4
                ? List.of(new Bits(4 + g, 0, 6))
                : List.of(new Bits(8 + g, 0, 4), new Bits(g, 6, 2));
    }

    private static List<Bits> sixBitsLow(int g) {
        return g < 4
                ? List.of(new Bits(8 + g, 0, 6))
                : List.of(new Bits(8 + g, 4, 4), new Bits(4 + g, 6, 2));
    }

    /** The value of a number in a block that begins at that byte. */
    float value(byte[] in, int block, int i) {
        int q = get(in, block, number.apply(i), bits) - zero;
        int g = i / group;
        float step = factor(in, block) * (scale == null ? 1 : scale(in, block, g));
        if (low < 0) {
            return step * q;
        }
        float least = half(in, block + low);
        return lowest == null
                ? step * q + least
                : step * q - least * get(in, block, lowest.apply(g), 6);
    }

    private float factor(byte[] in, int block) {
        return factor < 0
                ? ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getFloat(block)
                : half(in, block + factor);
    }

    private int scale(byte[] in, int block, int g) {
        return get(in, block, scale.apply(g), scaleBits()) - scaleZero;
    }

    private int scaleBits() {
        return scale.apply(0).stream().mapToInt(Bits::count).sum();
    }

    private static float half(byte[] in, int at) {
        return Float.float16ToFloat(
                ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).getShort(at));
    }

    /** Bits put together, lowest first; eight of them have a sign. */
    private static int get(byte[] in, int block, List<Bits> places, int width) {
        int value = 0;
        int have = 0;
        for (Bits place : places) {
            int part = (in[block + place.at()] & 0xFF) >> place.shift() & (1 << place.count()) - 1;
            value |= part << have;
            have += place.count();
        }
        return width == 8 && have == 8 ? (byte) value : value;
    }

    private static void put(byte[] out, int block, List<Bits> places, int value) {
        int have = 0;
        for (Bits place : places) {
            int part = value >> have & (1 << place.count()) - 1;
            out[block + place.at()] |= (byte) (part << place.shift());
            have += place.count();
        }
    }

    /** All numbers of some blocks. */
    public float[] widen(byte[] in) {
        float[] values = new float[in.length / bytes * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(in, i / size * bytes, i % size);
        }
        return values;
    }

    /** Quantises by the range of each group: not the best there is, but right. */
    public byte[] narrow(float[] values) {
        byte[] out = new byte[values.length / size * bytes];
        for (int block = 0; block < values.length / size; block++) {
            float[] part = Arrays.copyOfRange(values, block * size, (block + 1) * size);
            narrow(part, out, block * bytes);
        }
        return out;
    }

    private void narrow(float[] values, byte[] out, int block) {
        int groups = size / group;
        float[] steps = new float[groups];
        float[] lows = new float[groups];
        for (int g = 0; g < groups; g++) {
            float least = 0;
            float most = 0;
            for (int i = g * group; i < (g + 1) * group; i++) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            int reach = bits == 8 ? 127 : zero;
            steps[g] =
                    low < 0 ? Math.max(-least, most) / reach : (most - least) / ((1 << bits) - 1);
            lows[g] = -least;
        }
        scales(steps, lows, out, block);
        for (int i = 0; i < size; i++) {
            put(out, block, number.apply(i), nearest(out, block, i, values[i]));
        }
    }

    private void scales(float[] steps, float[] lows, byte[] out, int block) {
        int most = scale == null ? 1 : scaleZero > 0 ? 31 : (1 << Math.min(7, scaleBits())) - 1;
        float unit = max(steps) / most;
        ByteBuffer buffer = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        if (factor < 0) {
            buffer.putFloat(block, unit);
        } else {
            buffer.putShort(block + factor, Float.floatToFloat16(unit));
        }
        int mostLow = lowest == null ? -1 : (1 << (code == 10 ? 4 : 6)) - 1;
        float lowUnit = max(lows) / mostLow;
        if (low >= 0) {
            buffer.putShort(block + low, Float.floatToFloat16(lowUnit));
        }
        for (int g = 0; g < steps.length && scale != null; g++) {
            put(out, block, scale.apply(g), Math.round(steps[g] / unit) + scaleZero);
            if (lowest != null) {
                put(out, block, lowest.apply(g), Math.round(lows[g] / lowUnit));
            }
        }
    }

    private static float max(float[] values) {
        float most = 1e-6f;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    /** The number of which the value comes nearest. */
    private int nearest(byte[] out, int block, int i, float value) {
        byte[] copy = Arrays.copyOfRange(out, block, block + bytes);
        float nothing = withNumber(copy, i, zero);
        float one = withNumber(copy, i, zero + 1) - nothing;
        int q = one == 0 ? zero : Math.round((value - nothing) / one) + zero;
        return bits == 8 ? Math.clamp(q, -127, 127) : Math.clamp(q, 0, (1 << bits) - 1);
    }

    private float withNumber(byte[] block, int i, int q) {
        byte[] copy = block.clone();
        put(copy, 0, number.apply(i), q);
        return value(copy, 0, i);
    }
}
