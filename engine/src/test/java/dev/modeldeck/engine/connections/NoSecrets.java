package dev.modeldeck.engine.connections;

import java.util.Set;

/** For connections that need none. */
public final class NoSecrets implements SecretBox {

    @Override
    public String resolve(String text) {
        return text;
    }

    @Override
    public String keep(String key, String value) {
        throw new AssertionError(key);
    }

    @Override
    public boolean reference(String text) {
        return false;
    }

    @Override
    public void forget(String prefix, Set<String> but) {}
}
