package dev.modeldeck.engine.local.text;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Adds up how well the tokens of a text are predicted: perplexity, and the divergence of Kullback
 * and Leibler (1951) from what an exact model predicts, in nats.
 */
final class PredictionTally {

    /** What the exact model says about the next prediction; given this one's own. */
    private interface Exact {
        float[] logits(float[] own);
    }

    private final Exact exact;
    private double[] divergences = new double[256];
    private int count;
    private int same;
    private double surprise;

    private PredictionTally(Exact exact) {
        this.exact = exact;
    }

    /** Of the exact model itself, whose logits others will want. */
    static PredictionTally exact(Consumer<float[]> kept) {
        return new PredictionTally(own -> {
            kept.accept(own);
            return own;
        });
    }

    /** Against the logits of the exact model, in the same order. */
    static PredictionTally against(Supplier<float[]> exact) {
        return new PredictionTally(own -> exact.get());
    }

    /** A prediction, and the token that came. */
    void add(float[] logits, int token) {
        float[] wanted = exact.logits(logits);
        double norm = Logprobs.logSumExp(logits);
        surprise += norm - logits[token];
        same += Sampler.best(logits) == Sampler.best(wanted) ? 1 : 0;
        if (count == divergences.length) {
            divergences = Arrays.copyOf(divergences, 2 * count);
        }
        divergences[count++] = wanted == logits ? 0 : divergence(wanted, logits, norm);
    }

    int count() {
        return count;
    }

    /** Only where there was a prediction. */
    TextQuality.Figures figures(ReadText text, long memoryBytes) {
        double[] sorted = Arrays.copyOf(divergences, count);
        Arrays.sort(sorted);
        return new TextQuality.Figures(
                text.tokens(),
                text.textTokens(),
                Math.exp(surprise / count),
                Arrays.stream(sorted).sum() / count,
                sorted[(int) Math.ceil(0.99 * count) - 1],
                (double) same / count,
                memoryBytes);
    }

    /**
     * The exponentials of a vocabulary are what takes time here, so each is computed once. Never
     * negative, though rounding may find it so.
     */
    private static double divergence(float[] exact, float[] found, double foundNorm) {
        double highest = exact[Sampler.best(exact)];
        double all = 0;
        double apart = 0;
        for (int i = 0; i < exact.length; i++) {
            double weight = Math.exp(exact[i] - highest);
            all += weight;
            apart += weight * ((double) exact[i] - found[i]);
        }
        double exactNorm = highest + Math.log(all);
        return Math.max(0, apart / all - exactNorm + foundNorm);
    }
}
