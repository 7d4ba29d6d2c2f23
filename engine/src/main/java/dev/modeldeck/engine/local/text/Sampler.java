package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chooses the next token: the best one at temperature 0 (the first of equals), else by chance after
 * top-k, top-p and min-p, in this order, as Hugging Face Transformers does.
 */
final class Sampler {

    /** Tokens less likely than the best by this power of e are never drawn in practice. */
    private static final double NEGLIGIBLE = -45;

    private static final String NO_NUMBERS =
            "The model computed no numbers for the next token. Serve it in another data type, f32 for"
                    + " example, or look for a sound copy of it.";

    private final SamplingOptions options;
    private final RandomGenerator random;

    Sampler(SamplingOptions options, long seed) {
        this.options = options;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /**
     * The next token.
     *
     * @throws EngineException if the logits hold no number to begin with
     */
    int choose(float[] logits) {
        int best = best(logits);
        if (!Float.isFinite(logits[best])) {
            throw new EngineException(new Problem.Internal(NO_NUMBERS));
        }
        if (options.temperature() == 0) {
            return best;
        }
        return options.topK() > 0 && options.topK() < logits.length
                ? ofTheTop(logits, logits[best])
                : ofAll(logits, logits[best]);
    }

    /** The usual case, and much the quickest: only so many tokens are looked at closely. */
    private int ofTheTop(float[] logits, float highest) {
        int[] tokens = top(logits, options.topK());
        double[] weights = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            weights[i] = weight(logits[tokens[i]], highest);
        }
        double mass = Arrays.stream(weights).sum();
        return tokens[draw(weights, kept(weights, mass))];
    }

    private int ofAll(float[] logits, float highest) {
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = weight(logits[i], highest);
        }
        if (options.topP() == 1 && options.minP() == 0) {
            return draw(weights, weights.length);
        }
        double mass = Arrays.stream(weights).sum();
        // Tokens below this share together weigh less than 1 - p: the nucleus never needs them.
        int[] tokens = ranked(weights, (1 - options.topP()) * mass / weights.length);
        double[] descending = Arrays.stream(tokens).mapToDouble(token -> weights[token]).toArray();
        return tokens[draw(descending, kept(descending, mass))];
    }

    static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The probability up to a common factor: the most likely token has 1. */
    private double weight(float logit, float highest) {
        double exponent = (logit - (double) highest) / options.temperature();
        return exponent >= NEGLIGIBLE ? Math.exp(exponent) : 0;
    }

    /**
     * How many of the most likely tokens stay after top-p and min-p, at least 1.
     *
     * @param weights descending
     * @param mass what all tokens weigh together
     */
    private int kept(double[] weights, double mass) {
        double reached = 0;
        int count = 0;
        while (count < weights.length
                && (count == 0
                        || (reached < options.topP() * mass && weights[count] >= options.minP()))) {
            reached += weights[count++];
        }
        return count;
    }

    /** The tokens with the highest logits, highest first, the lower id first among equals. */
    private static int[] top(float[] logits, int count) {
        PriorityQueue<Long> keys = new PriorityQueue<>(count + 1);
        float least = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] > least) {
                int bits = Float.floatToIntBits(logits[i]);
                int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                keys.add(((long) ascending << 32) | (Integer.MAX_VALUE - i));
                if (keys.size() > count) {
                    keys.remove();
                    least = logits[token(keys.element())];
                }
            }
        }
        int[] tokens = new int[keys.size()];
        for (int i = tokens.length - 1; i >= 0; i--) {
            tokens[i] = token(keys.remove());
        }
        return tokens;
    }

    private static int token(long key) {
        return Integer.MAX_VALUE - (int) key;
    }

    /** Tokens whose weight is at least this, most likely first, the lower id first among equals. */
    private static int[] ranked(double[] weights, double least) {
        long[] keys = new long[weights.length];
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] >= least && weights[i] > 0) {
                // Weights lie in (0, 1]: their float bits order as they do.
                keys[count++] = ((long) ~Float.floatToIntBits((float) weights[i]) << 32) | i;
            }
        }
        Arrays.sort(keys, 0, count);
        int[] ranked = new int[count];
        for (int i = 0; i < count; i++) {
            ranked[i] = (int) keys[i];
        }
        return ranked;
    }

    /** One of the first so many, as often as its weight says. */
    private int draw(double[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        double point = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > 0) {
                last = i;
                point -= weights[i];
                if (point < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
