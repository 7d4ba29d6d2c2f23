package dev.modeldeck.app.playground;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What a person set for a conversation; a null is not sent, so that the model's default holds.
 *
 * @param shorten whether the oldest turns of a conversation that is too long are left out
 */
record Parameters(
        String system,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Integer maxTokens,
        @Nullable Double repetitionPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Long seed,
        List<String> stop,
        boolean stream,
        boolean shorten,
        Shape shape) {

    Parameters {
        stop = List.copyOf(stop);
        // Those of an earlier version have none.
        shape = Objects.requireNonNullElse(shape, Shape.free());
    }

    static Parameters defaults() {
        return new Parameters(
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                true,
                false,
                Shape.free());
    }

    Parameters withShape(Shape other) {
        return new Parameters(
                system,
                temperature,
                topP,
                topK,
                minP,
                maxTokens,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                seed,
                stop,
                stream,
                shorten,
                other);
    }
}
