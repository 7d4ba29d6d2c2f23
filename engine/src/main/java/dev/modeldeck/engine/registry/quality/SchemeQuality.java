package dev.modeldeck.engine.registry.quality;

/** What was found out about a version in one scheme of weights. */
public sealed interface SchemeQuality {

    /** {@code f32}, {@code bf16}, {@code fp16}, {@code int8} or {@code int4}. */
    String scheme();

    /**
     * Figures over all tokens of the text.
     *
     * @param perplexity the exponential of the mean negative log-likelihood; lower is better, 1 the
     *     least
     * @param divergence mean Kullback-Leibler divergence of the scheme's distribution from
     *     float32's, in nats
     * @param divergence99 that divergence at its 99th percentile
     * @param sameTop share of tokens at which both find the same one most likely, from 0 to 1
     * @param memoryBytes that the worker took for the model, of its own
     */
    record Measured(
            String scheme,
            double perplexity,
            double divergence,
            double divergence99,
            double sameTop,
            long memoryBytes)
            implements SchemeQuality {}

    /**
     * Cannot be run here.
     *
     * @param why in a sentence
     */
    record Refused(String scheme, String why) implements SchemeQuality {}
}
