package dev.modeldeck.engine.local.encoder;

/**
 * A text, or a pair of texts, as the encoder reads it.
 *
 * @param kinds of each token, where the family tells the texts of a pair apart
 * @param skip tokens at the start that count in no pooling
 */
record Row(int[] ids, int[] kinds, int skip) {

    int length() {
        return ids.length;
    }
}
