package dev.modeldeck.app.playground;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a person set for a conversation; a null is not sent, so that the model's default holds. */
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
        boolean stream) {

    Parameters {
        stop = List.copyOf(stop);
    }

    static Parameters defaults() {
        return new Parameters(
                "", null, null, null, null, null, null, null, null, null, List.of(), true);
    }
}
