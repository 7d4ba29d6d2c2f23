package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.secrets.SecretRef;
import dev.modeldeck.engine.secrets.Secrets;

import java.util.Set;

/** The secrets of connections and endpoints, in a scope of their own beside those of the person. */
record KeptSecrets(Secrets secrets) implements SecretBox {

    private static final String SCOPE = "modeldeck";

    @Override
    public String resolve(String text) {
        return secrets.resolve(text);
    }

    @Override
    public String keep(String key, String value) {
        SecretRef ref = new SecretRef(SCOPE, key);
        secrets.put(ref, value);
        return ref.text();
    }

    @Override
    public boolean reference(String text) {
        return SecretRef.isMeant(text);
    }

    @Override
    public void forget(String prefix, Set<String> but) {
        secrets.all().stream()
                .filter(ref -> ref.scope().equals(SCOPE) && ref.key().startsWith(prefix))
                .filter(ref -> !but.contains(ref.text()))
                .forEach(secrets::delete);
    }
}
