package dev.modeldeck.engine.secrets;

/**
 * Where secrets are kept.
 *
 * @param said the same in a sentence
 */
public record Place(Kind kind, String said) {

    /** The two places that there are. */
    public enum Kind {
        KEYCHAIN,
        FILE
    }
}
