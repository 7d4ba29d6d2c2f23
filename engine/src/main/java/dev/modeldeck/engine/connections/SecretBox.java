package dev.modeldeck.engine.connections;

import java.util.Optional;
import java.util.Set;

/** Where the secrets of connections are kept. */
public interface SecretBox {

    /** The value of a text that is a reference to a secret; any other text as it is. */
    String resolve(String text);

    /**
     * Keeps a secret.
     *
     * @param key unique; a secret that is kept under it is replaced
     * @return the reference to it
     */
    String keep(String key, String value);

    /** Whether the text refers to a secret. */
    boolean reference(String text);

    /** The key under which {@link #keep} kept it; empty for a secret of a person's own. */
    default Optional<String> keyOf(String reference) {
        return Optional.empty();
    }

    /**
     * Deletes what was kept under keys that begin so.
     *
     * @param but references to those that stay
     */
    void forget(String prefix, Set<String> but);
}
