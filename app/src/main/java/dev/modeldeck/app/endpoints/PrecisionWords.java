package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;
import dev.modeldeck.engine.registry.SpeedEstimate;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.SchemeQuality;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a data type means for the chosen model: the memory of its weights, the speed to expect, and
 * what that costs.
 *
 * @param memorySpeed bytes a second; nothing where unknown
 * @param reports what was measured of the model's quality, the newest first
 */
record PrecisionWords(
        Texts texts,
        Optional<Inspection> model,
        String device,
        OptionalDouble memorySpeed,
        List<QualityReport> reports) {

    /** A line for the list of choices, short enough to compare. */
    String inList(String dtype) {
        return texts.get(
                "form.dtype.line",
                dtype,
                joined(
                        "; ",
                        weights(dtype),
                        speed(dtype, "form.dtype.speed"),
                        meaning(dtype),
                        quality(dtype, "form.dtype.quality")));
    }

    /** Of the one that is chosen, in sentences; says what kind of figure the speed is. */
    String chosen(String dtype) {
        return joined(
                " ",
                Optional.of(
                        texts.get(
                                "form.dtype.chosen",
                                dtype,
                                joined("; ", weights(dtype), meaning(dtype)))),
                speed(dtype, "form.dtype.speed.chosen"),
                quality(dtype, "form.dtype.quality.chosen"));
    }

    @SafeVarargs
    private static String joined(String between, Optional<String>... parts) {
        return Stream.of(parts).flatMap(Optional::stream).collect(Collectors.joining(between));
    }

    private Optional<String> weights(String dtype) {
        return model.filter(found -> found.parameters() > 0)
                .map(found -> MemoryEstimate.of(found, dtype, device, 0, 1).weights())
                .map(bytes -> texts.get("form.dtype.weights", Formats.bytes(bytes)));
    }

    private Optional<String> speed(String dtype, String text) {
        if (model.isEmpty() || memorySpeed.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble tokens =
                SpeedEstimate.tokensPerSecond(
                        model.get(), dtype, device, memorySpeed.getAsDouble());
        return tokens.isPresent()
                ? Optional.of(texts.get(text, rounded(tokens.getAsDouble())))
                : Optional.empty();
    }

    /** No more digits than an estimate has. */
    private static String rounded(double tokens) {
        double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(tokens)) - 1));
        return tokens < 1
                ? String.format(Locale.ENGLISH, "%.1f", tokens)
                : Formats.digits((long) (Math.round(tokens / step) * step));
    }

    private Optional<String> meaning(String dtype) {
        boolean tensors =
                model.filter(found -> found.shape() == null && found.encoder() == null).isPresent();
        return Optional.of(texts.get(tensors ? "form.dtype.tensors" : "form.dtype." + dtype));
    }

    private Optional<String> quality(String dtype, String text) {
        return reports.stream()
                .flatMap(report -> report.measured(dtype).stream())
                .findFirst()
                .map(SchemeQuality.Measured::divergence)
                .filter(nats -> nats > 0)
                .map(nats -> texts.get(text, Formats.nats(nats)));
    }
}
