package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * Through which door a call came and in whose words, so that all callers are recorded alike.
 *
 * @param door who let it in: {@code gateway}, {@code playground}, {@code replay} …
 * @param dialect the protocol of the bodies: {@code openai}, {@code databricks}, {@code
 *     openinference}
 * @param requester who asked, as far as known
 * @param requestBody the request as sent, in the dialect; null where there is none
 * @param answerBody renders the whole answer in the dialect (streams are joined)
 */
public record CallContext(
        String door,
        String dialect,
        String requester,
        boolean streamed,
        @Nullable String requestBody,
        Function<InferenceResult, String> answerBody) {}
