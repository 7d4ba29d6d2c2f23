package dev.modeldeck.engine.local.text;

import org.jspecify.annotations.Nullable;

/**
 * What all requests to a text model share.
 *
 * @param draft a smaller model that guesses; null for none
 * @param context most positions of prompt and answer
 */
record TextParts(
        TextAssets assets, Decoder decoder, @Nullable Draft draft, Slots slots, int context)
        implements AutoCloseable {

    @Override
    public void close() {
        decoder.close();
        if (draft != null) {
            draft.close();
        }
        assets.tokenizer().close();
    }
}
