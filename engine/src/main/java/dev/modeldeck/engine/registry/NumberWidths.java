package dev.modeldeck.engine.registry;

import java.util.Locale;
import java.util.Optional;

/**
 * Bytes of a number, in the weights and in the KV cache. They differ on CPUs, which keep halves as
 * weights and compute in float32. Follows what workers choose for a decoder; where that hangs on
 * the processor's instructions, the wider one is taken.
 */
record NumberWidths(double weights, int cache) {

    private static final int FULL = 4;
    private static final int HALF = 2;
    private static final NumberWidths ALL_FULL = new NumberWidths(FULL, FULL);
    private static final NumberWidths ALL_HALF = new NumberWidths(HALF, HALF);
    private static final NumberWidths HALF_WEIGHTS = new NumberWidths(HALF, FULL);

    // With their scales, and embeddings as they are stored.
    private static final NumberWidths BYTES = new NumberWidths(1.25, FULL);
    private static final NumberWidths HALF_BYTES = new NumberWidths(0.75, HALF);

    /**
     * @param halvesOnCpu whether CPUs of this kind can keep weights in 16 bits
     */
    static NumberWidths of(Inspection model, String dtype, String device, boolean halvesOnCpu) {
        Optional<String> nearest = StoredAs.nearestDtype(model.dtype());
        NumberWidths stored = stored(model) == HALF ? ALL_HALF : ALL_FULL;
        if (model.shape() == null && model.encoder() == null) {
            return stored; // tensor models are run as they are
        }
        NumberWidths halves = halvesOnCpu ? HALF_WEIGHTS : ALL_FULL;
        boolean cpu = device.equals("cpu");
        boolean quantises = dtype.equals("auto") && cpu && halvesOnCpu;
        return switch (quantises ? nearest.orElse(dtype) : dtype) {
            case "f32" -> ALL_FULL;
            case "bf16" -> ALL_HALF;
            case "int8" -> BYTES;
            case "int4" -> HALF_BYTES;
            case "fp16" -> cpu ? halves : ALL_HALF;
            default -> cpu && stored == ALL_HALF ? halves : stored;
        };
    }

    /**
     * Bytes of a weight that each token reads: of embeddings, which are kept as they are stored, it
     * reads but one. In four bits the output matrix keeps eight.
     */
    double read() {
        return equals(BYTES) ? 1 : equals(HALF_BYTES) ? 0.7 : weights;
    }

    /** Bytes of a number as it is stored; of one in blocks, as it is read. */
    static int stored(Inspection model) {
        String dtype = model.dtype();
        return StoredAs.nearestDtype(dtype).isPresent() || dtype.contains("16") ? HALF : FULL;
    }

    /** On x86 they can; elsewhere workers compute in float32 throughout. */
    static boolean halvesOnCpu() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") || arch.equals("x86_64");
    }
}
