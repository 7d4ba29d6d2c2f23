package dev.modeldeck.engine.secrets;

/** The keychain did not do what it was asked; the message ends a sentence: "because …". */
public final class KeychainTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean answered;

    private KeychainTrouble(String why, boolean answered) {
        super(why);
        this.answered = answered;
    }

    /** There is none, or it does not answer. */
    static KeychainTrouble absent(String why) {
        return new KeychainTrouble(why, false);
    }

    /** It answered that it does not do that, or does not have that. */
    static KeychainTrouble refused() {
        return new KeychainTrouble("the keychain refuses", true);
    }

    boolean answered() {
        return answered;
    }
}
