package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The vectors that this processor likes best, and how bytes come into their lanes. */
final class Lanes {

    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final int COUNT = FLOATS.length();

    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

    /** As many bytes as there are lanes, or twice as many where these are too few for a vector. */
    static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * COUNT)));

    /**
     * How far behind the bytes of one vector those of the next are read, and which part they are.
     */
    static final int SECOND = COUNT < 8 ? 0 : COUNT;

    static final int PART = COUNT < 8 ? 1 : 0;

    private Lanes() {}

    /**
     * Lays numbers out for a reader of pairs: of every two vectors the even ones and then the odd
     * ones, as far as there are two vectors; the rest as it is.
     */
    static void deal(float[] x, int from, float[] to, int at, int count) {
        int whole = count / (2 * COUNT) * 2 * COUNT;
        for (int block = 0; block < whole; block += 2 * COUNT) {
            for (int lane = 0; lane < COUNT; lane++) {
                to[at + block + lane] = x[from + block + 2 * lane];
                to[at + block + COUNT + lane] = x[from + block + 2 * lane + 1];
            }
        }
        System.arraycopy(x, from + whole, to, at + whole, count - whole);
    }
}
