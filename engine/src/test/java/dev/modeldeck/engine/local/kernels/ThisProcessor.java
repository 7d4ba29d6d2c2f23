package dev.modeldeck.engine.local.kernels;

/** What tests may expect of the processor that they run on. */
public final class ThisProcessor {

    private ThisProcessor() {}

    /** Whether {@link LinearKernel#PACKED} takes bfloat16. */
    public static boolean packsBfloat16() {
        return OneDnn.packsBfloat16();
    }

    /** How far off {@link LinearKernel#INT8} may be where inputs may have fewer than eight bits. */
    public static double inEightBits(double tolerance) {
        return tolerance * 127 / Processor.largestByte();
    }
}
