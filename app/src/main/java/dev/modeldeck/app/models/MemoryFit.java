package dev.modeldeck.app.models;

import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model needs at run time for a chosen context, against what the machine has free.
 *
 * @param context tokens; 0 for a model without a context
 */
record MemoryFit(MemoryEstimate estimate, int context, long availableBytes) {

    private static final int LEAST_CONTEXT = 128;
    private static final int FULL_WIDTH = 4;
    private static final int HALF_WIDTH = 2;

    static MemoryFit of(Inspection inspection, int context, long availableBytes) {
        return new MemoryFit(
                MemoryEstimate.of(inspection, width(inspection), context, 1),
                context,
                availableBytes);
    }

    boolean fits() {
        return estimate.total() <= availableBytes;
    }

    /** Contexts to choose from: powers of two up to the model's own, and that one. */
    static List<Integer> contexts(Inspection inspection) {
        List<Integer> steps = new ArrayList<>();
        for (int step = LEAST_CONTEXT; step < inspection.contextLength(); step *= 2) {
            steps.add(step);
        }
        if (inspection.contextLength() > 0) {
            steps.add(inspection.contextLength());
        }
        return steps;
    }

    /** Bytes of a number as the weights are stored. */
    private static int width(Inspection inspection) {
        return switch (inspection.dtype()) {
            case "bf16", "fp16", "f16" -> HALF_WIDTH;
            default -> FULL_WIDTH;
        };
    }
}
