package dev.modeldeck.engine.registry;

import java.util.OptionalDouble;

/**
 * How fast a language model can write at most: each token reads all weights, so the memory's
 * bandwidth is a limit that no processor passes. What is reached is between half of it and most of
 * it; short prompts and one request at a time are meant.
 */
public final class SpeedEstimate {

    private SpeedEstimate() {}

    /**
     * Tokens a second at most; nothing for models that do not write, of unknown size, or on cards,
     * whose memory was not measured.
     *
     * @param dtype as in {@code ServedEntity.Compute}
     * @param device {@code cpu} or {@code cuda:0} …
     * @param bytesPerSecond that main memory gives to read
     */
    public static OptionalDouble tokensPerSecond(
            Inspection inspection, String dtype, String device, double bytesPerSecond) {
        if (inspection.shape() == null || inspection.parameters() <= 0 || !device.equals("cpu")) {
            return OptionalDouble.empty();
        }
        NumberWidths widths =
                NumberWidths.of(inspection, dtype, device, NumberWidths.halvesOnCpu());
        double bytes = inspection.parameters() * widths.read();
        return OptionalDouble.of(bytesPerSecond / bytes);
    }
}
