package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.ShareBar;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;

import java.util.List;

/**
 * Whether a model fits the device chosen for it.
 *
 * @param available bytes free on the device
 */
record MemoryFit(MemoryEstimate estimate, long available) {

    /**
     * @param dtype {@code auto}, {@code f32}, {@code bf16} or {@code fp16}
     * @param contextLength 0 for the model's own
     */
    static MemoryFit of(
            Inspection model, String dtype, int contextLength, int concurrency, long available) {
        String numbers = dtype.equals("auto") ? model.dtype() : dtype;
        int bytes = numbers.contains("16") ? 2 : 4;
        int context = contextLength > 0 ? contextLength : model.contextLength();
        return new MemoryFit(MemoryEstimate.of(model, bytes, context, concurrency), available);
    }

    boolean fits() {
        return estimate.total() <= available;
    }

    String sentence() {
        String need = "Needs about " + Formats.bytes(estimate.total());
        return fits()
                ? need + " of " + Formats.bytes(available) + " free"
                : need
                        + ", and only "
                        + Formats.bytes(available)
                        + " are free. Lower the context length or the concurrency, or stop another"
                        + " endpoint.";
    }

    List<ShareBar.Part> parts() {
        return List.of(
                part("Weights", estimate.weights()),
                part("KV cache", estimate.keyValueCache()),
                part("Worker process", estimate.overhead()));
    }

    private static ShareBar.Part part(String name, long bytes) {
        return new ShareBar.Part(name + " " + Formats.bytes(bytes), bytes);
    }
}
