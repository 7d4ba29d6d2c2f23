package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * A setting as data, so that the window can draw a form for a server or format it does not know.
 *
 * @param key the name in JSON
 * @param label what a person reads
 * @param help one sentence; may be empty
 * @param kind what values it takes
 * @param defaultValue as text; may be empty
 */
public record SettingSpec(String key, String label, String help, Kind kind, String defaultValue) {

    /** A text, empty at first. */
    public static SettingSpec text(String key, String label, String help) {
        return new SettingSpec(key, label, help, new Kind.Text(), "");
    }

    /** The values a setting takes. */
    public sealed interface Kind {
        record Text() implements Kind {}

        record Secret() implements Kind {}

        record Flag() implements Kind {}

        record Whole(long min, long max) implements Kind {}

        record Decimal(double min, double max) implements Kind {}

        record Choice(List<String> options) implements Kind {
            public Choice {
                options = List.copyOf(options);
            }
        }
    }
}
