package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;

import java.util.Optional;

/** What a data type means for the chosen model: the memory of its weights, and what that costs. */
record PrecisionWords(Texts texts, Optional<Inspection> model, String device) {

    /** A line for the list of choices and for the one that is chosen. */
    String of(String dtype) {
        boolean tensors =
                model.filter(found -> found.shape() == null && found.encoder() == null).isPresent();
        String meaning = texts.get(tensors ? "form.dtype.tensors" : "form.dtype." + dtype);
        return model.filter(found -> found.parameters() > 0)
                .map(found -> MemoryEstimate.of(found, dtype, device, 0, 1).weights())
                .map(bytes -> texts.get("form.dtype.line", dtype, Formats.bytes(bytes), meaning))
                .orElseGet(() -> texts.get("form.dtype.plain", dtype, meaning));
    }
}
