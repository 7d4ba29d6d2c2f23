package dev.modeldeck.engine.local.text;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Lowers the logits of tokens that have been seen. */
final class Penalties {

    private final SamplingOptions options;
    private final BitSet seen = new BitSet();
    private final Map<Integer, Integer> answered = new HashMap<>();

    Penalties(SamplingOptions options, int[] prompt) {
        this.options = options;
        for (int id : prompt) {
            seen.set(id);
        }
    }

    /** A token of the answer. */
    void add(int id) {
        seen.set(id);
        answered.merge(id, 1, Integer::sum);
    }

    /** The logits after penalties: the same array where there are none. */
    float[] applied(float[] logits) {
        boolean repetition = options.repetitionPenalty() != 1;
        boolean additive = options.presencePenalty() != 0 || options.frequencyPenalty() != 0;
        if (!repetition && !additive) {
            return logits;
        }
        float[] result = logits.clone();
        if (repetition) {
            float factor = (float) options.repetitionPenalty();
            seen.stream()
                    .filter(id -> id < result.length)
                    .forEach(id ->
                            result[id] =
                                    result[id] > 0 ? result[id] / factor : result[id] * factor);
        }
        answered.forEach((id, times) ->
                result[id] -=
                        (float) (options.presencePenalty() + times * options.frequencyPenalty()));
        return result;
    }
}
