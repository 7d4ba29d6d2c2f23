package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

/**
 * LongRoPE (Ding et al. 2024): each pair is slowed by a factor of its own, of which there is one
 * for sequences within the original context and one for longer ones. A sequence that grows past it
 * would have to be read again; so a model that is served with a longer context takes the second for
 * all sequences, as other servers do.
 */
record LongRope(int headSize, double[] within, double[] beyond, int original, double magnitude)
        implements Rope {

    static Rope read(
            Attention attention, double base, JsonNode config, JsonNode scaling, int trained) {
        int original =
                config.path("original_max_position_embeddings")
                        .asInt(RopeConfig.original(scaling, trained));
        double factor = scaling.path("factor").asDouble((double) trained / original);
        double usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        return new LongRope(
                attention.headSize(),
                slowed(attention, base, scaling, "short_factor"),
                slowed(attention, base, scaling, "long_factor"),
                original,
                scaling.path("attention_factor").asDouble(usual));
    }

    private static double[] slowed(Attention attention, double base, JsonNode scaling, String key) {
        JsonNode factors = scaling.path(key);
        double[] frequencies = Rope.plain(base, attention.turned());
        if (factors.size() != frequencies.length) {
            throw new EngineException(
                    new Problem.Damaged(
                            "config.json must have %d numbers as \"%s\". Download the model again."
                                    .formatted(frequencies.length, key),
                            "config.json"));
        }
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factors.path(i).asDouble(1);
        }
        return frequencies;
    }

    @Override
    public int settledUpTo() {
        return original;
    }

    @Override
    public double[] frequencies(int length) {
        return length <= original ? within : beyond;
    }

    @Override
    public Rope servedUpTo(int positions) {
        return new RopeConfig.FixedRope(headSize, frequencies(positions), magnitude);
    }
}
