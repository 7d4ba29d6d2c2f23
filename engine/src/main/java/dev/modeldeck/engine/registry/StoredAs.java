package dev.modeldeck.engine.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of how weights are stored from the type's name alone. */
public final class StoredAs {

    /** llama.cpp's names: {@code Q8_0}, {@code Q4_K_M}, {@code IQ4_XS}. */
    private static final Pattern QUANTISED = Pattern.compile("I?Q(\\d).*");

    private static final int FOUR_BITS = 4;

    private StoredAs() {}

    /**
     * The data type that keeps what quantised weights hold: four bits where they have no more, else
     * eight. Empty where they are not quantised.
     *
     * @param stored the type's name, as an {@link Inspection} has it
     */
    public static Optional<String> nearestDtype(String stored) {
        Matcher matcher = QUANTISED.matcher(stored);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean four = Integer.parseInt(matcher.group(1)) <= FOUR_BITS;
        return Optional.of(four ? "int4" : "int8");
    }
}
