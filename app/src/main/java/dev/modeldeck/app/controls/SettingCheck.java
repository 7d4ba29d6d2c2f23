package dev.modeldeck.app.controls;

import dev.modeldeck.engine.inference.SettingSpec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a text is a value that a setting takes. */
public final class SettingCheck {
    private SettingCheck() {}

    /**
     * What is wrong, in a sentence; empty when nothing is. What has no default may be left empty.
     */
    public static Optional<String> complaint(SettingSpec spec, String value) {
        if (value.isBlank() && spec.defaultValue().isEmpty()) {
            return Optional.empty();
        }
        return switch (spec.kind()) {
            case SettingSpec.Kind.Text _, SettingSpec.Kind.Secret _, SettingSpec.Kind.Flag _ ->
                    Optional.empty();
            case SettingSpec.Kind.Choice(List<String> options) ->
                    options.contains(value)
                            ? Optional.empty()
                            : Optional.of("Choose one of " + String.join(", ", options) + ".");
            case SettingSpec.Kind.Whole(long min, long max) -> whole(value, min, max);
            case SettingSpec.Kind.Decimal(double min, double max) -> decimal(value, min, max);
        };
    }

    private static Optional<String> whole(String value, long min, long max) {
        try {
            long number = Long.parseLong(value.strip());
            if (number >= min && number <= max) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // falls through to the same sentence
        }
        return Optional.of(
                String.format(Locale.ENGLISH, "Enter a whole number from %,d to %,d.", min, max));
    }

    private static Optional<String> decimal(String value, double min, double max) {
        try {
            double number = Double.parseDouble(value.strip());
            if (number >= min && number <= max) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // falls through to the same sentence
        }
        return Optional.of(
                String.format(Locale.ENGLISH, "Enter a number from %s to %s.", min, max));
    }
}
