package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chooses the next token: the best one at temperature 0 (the first of equals), else by chance after
 * top-k, top-p and min-p, in this order, as Hugging Face Transformers does.
 */
final class Sampler {

    /** Tokens less likely than the best by this power of e are never drawn in practice. */
    private static final double NEGLIGIBLE = -45;

    /** What no token's weight is below, unless it is 0. */
    private static final double LEAST_WEIGHT = Math.exp(NEGLIGIBLE);

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
        double[] weights = weights(logits, logits[best]);
        boolean filtered = options.topK() > 0 || options.topP() < 1 || options.minP() > 0;
        return filtered ? pick(kept(weights), weights) : pick(weights);
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

    /** Probabilities up to a common factor: the most likely token has 1. */
    private double[] weights(float[] logits, float highest) {
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double exponent = (logits[i] - (double) highest) / options.temperature();
            weights[i] = exponent >= NEGLIGIBLE ? Math.exp(exponent) : 0;
        }
        return weights;
    }

    /** The tokens that stay, most likely first. */
    private int[] kept(double[] weights) {
        boolean limited = options.topK() > 0 && options.topK() < weights.length;
        double total = Arrays.stream(weights).sum();
        // Tokens below this share together weigh less than 1 - p: the nucleus never needs them.
        double negligible = (1 - options.topP()) * total / weights.length;
        int[] ranked = ranked(weights, limited ? leastOf(options.topK(), weights) : negligible);
        int limit = limited ? Math.min(options.topK(), ranked.length) : ranked.length;
        double mass = limited ? sum(weights, ranked, limit) : total;
        double reached = 0;
        int count = 0;
        while (count < limit
                && (count == 0
                        || (reached < options.topP() * mass
                                && weights[ranked[count]] >= options.minP()))) {
            reached += weights[ranked[count++]];
        }
        return Arrays.copyOf(ranked, count);
    }

    /** A weight that at least {@code k} tokens reach, and not many more. */
    private static double leastOf(int k, double[] weights) {
        double least = 1;
        long count = 0;
        while (count < k && least > LEAST_WEIGHT) {
            least *= 0.25;
            double bound = least;
            count = Arrays.stream(weights).filter(weight -> weight >= bound).count();
        }
        return least;
    }

    private static double sum(double[] weights, int[] tokens, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[tokens[i]];
        }
        return sum;
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

    private int pick(int[] tokens, double[] weights) {
        double point = random.nextDouble() * sum(weights, tokens, tokens.length);
        for (int token : tokens) {
            point -= weights[token];
            if (point < 0) {
                return token;
            }
        }
        return tokens[tokens.length - 1];
    }

    private int pick(double[] weights) {
        double point = random.nextDouble() * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
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
