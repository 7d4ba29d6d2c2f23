package dev.modeldeck.engine.inference;

/** The upper half of a 32-bit float: {@link Tensor.DataType#BF16}. */
public final class BFloat16 {

    private static final short NAN = (short) 0x7FC0;

    private BFloat16() {}

    /** Rounds to the nearest, ties to even; keeps NaN a NaN. */
    public static short of(float value) {
        if (Float.isNaN(value)) {
            return NAN;
        }
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
