package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How text is sampled. A null means that the caller did not say: the model's generation_config
 * decides, else the neutral value of the parameter.
 *
 * @param maxTokens most tokens to generate
 * @param temperature 0 is greedy; 1 leaves the distribution as it is
 * @param topP smallest set of tokens whose probability reaches this
 * @param topK most likely tokens kept; 0 keeps all
 * @param minP tokens below this share of the most likely one are dropped
 * @param repetitionPenalty divides (positive) or multiplies (negative) logits of tokens seen in
 *     prompt or answer, as in CTRL (Keskar et al. 2019); 1 is neutral
 * @param presencePenalty subtracted once for each token of the answer so far
 * @param frequencyPenalty subtracted for each occurrence in the answer so far
 * @param seed makes sampling repeatable
 * @param stop texts at which the answer ends; not part of it
 * @param logprobs number of alternatives wanted beside each token's own log probability; null for
 *     none
 * @param form that the answer must have
 * @param truncation of a prompt that is too long
 * @param extras what else was asked
 */
public record TextOptions(
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double repetitionPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Long seed,
        List<String> stop,
        @Nullable Integer logprobs,
        AnswerForm form,
        Truncation truncation,
        Extras extras) {

    public TextOptions {
        stop = List.copyOf(stop);
    }

    /** An answer of any form, to a prompt that must fit. */
    public TextOptions(
            @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double minP,
            @Nullable Double repetitionPenalty,
            @Nullable Double presencePenalty,
            @Nullable Double frequencyPenalty,
            @Nullable Long seed,
            List<String> stop,
            @Nullable Integer logprobs) {
        this(
                maxTokens,
                temperature,
                topP,
                topK,
                minP,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                seed,
                stop,
                logprobs,
                AnswerForm.any(),
                Truncation.none(),
                Extras.none());
    }

    /** Nothing said: the model's own defaults. */
    public static TextOptions defaults() {
        return new TextOptions(
                null, null, null, null, null, null, null, null, null, List.of(), null);
    }

    public TextOptions withMaxTokens(@Nullable Integer tokens) {
        return with(tokens, temperature, form, truncation, extras);
    }

    public TextOptions withTemperature(@Nullable Double value) {
        return with(maxTokens, value, form, truncation, extras);
    }

    public TextOptions withForm(AnswerForm wanted) {
        return with(maxTokens, temperature, wanted, truncation, extras);
    }

    public TextOptions withTruncation(Truncation wanted) {
        return with(maxTokens, temperature, form, wanted, extras);
    }

    public TextOptions withExtras(Extras others) {
        return with(maxTokens, temperature, form, truncation, others);
    }

    private TextOptions with(
            @Nullable Integer tokens,
            @Nullable Double heat,
            AnswerForm wanted,
            Truncation cut,
            Extras others) {
        return new TextOptions(
                tokens,
                heat,
                topP,
                topK,
                minP,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                seed,
                stop,
                logprobs,
                wanted,
                cut,
                others);
    }
}
