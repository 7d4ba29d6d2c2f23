package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.secrets.SecretRef;
import dev.modeldeck.engine.secrets.Secrets;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The secrets of connections and endpoints, in a scope of their own beside those of the person. */
record KeptSecrets(Secrets secrets) implements SecretBox {

    @Override
    public String resolve(String text) {
        return secrets.resolve(text);
    }

    @Override
    public String keep(String key, String value) {
        SecretRef ref = new SecretRef(SecretRef.OWN_SCOPE, key);
        secrets.put(ref, value);
        return ref.text();
    }

    @Override
    public boolean reference(String text) {
        return SecretRef.isMeant(text);
    }

    @Override
    public Optional<String> keyOf(String reference) {
        return Optional.of(reference)
                .filter(this::reference)
                .map(SecretRef::parse)
                .filter(SecretRef::own)
                .map(SecretRef::key);
    }

    @Override
    public void forget(String prefix, Set<String> but) {
        unused(prefix, but).forEach(secrets::delete);
    }

    /** What was kept under keys that begin so, but for the references to those that are used. */
    List<SecretRef> unused(String prefix, Set<String> used) {
        return secrets.all().stream()
                .filter(ref -> ref.own() && ref.key().startsWith(prefix))
                .filter(ref -> !used.contains(ref.text()))
                .toList();
    }
}
