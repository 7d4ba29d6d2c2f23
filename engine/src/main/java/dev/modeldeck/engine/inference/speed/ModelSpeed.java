package dev.modeldeck.engine.inference.speed;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How fast a model is in one data type.
 *
 * @param dtype that was asked for, or whatever stands above the column of figures
 * @param kept what it became: {@code auto} leaves the choice to the machine
 * @param figures each the median of several; what was not measured is missing
 * @param trouble why nothing could be measured, for people; empty where something was
 */
public record ModelSpeed(String dtype, String kept, Map<Measure, Double> figures, String trouble) {

    public ModelSpeed {
        EnumMap<Measure, Double> ordered = new EnumMap<>(Measure.class);
        ordered.putAll(figures);
        figures = Collections.unmodifiableMap(ordered);
    }

    public static ModelSpeed of(String dtype, String kept, Map<Measure, Double> figures) {
        return new ModelSpeed(dtype, kept, figures, "");
    }

    public static ModelSpeed unknown(String dtype, String trouble) {
        return new ModelSpeed(dtype, dtype, Map.of(), trouble);
    }

    /** These figures too. */
    public ModelSpeed with(Map<Measure, Double> more) {
        Map<Measure, Double> all = new EnumMap<>(Measure.class);
        all.putAll(figures);
        all.putAll(more);
        return new ModelSpeed(dtype, kept, all, trouble);
    }

    /** What stands above its figures. */
    String title() {
        return dtype.equals(kept) ? dtype : dtype + " (" + kept + ")";
    }
}
