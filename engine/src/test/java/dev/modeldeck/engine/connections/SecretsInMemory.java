package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps secrets in memory. */
final class SecretsInMemory implements SecretBox {

    final Map<String, String> kept = new ConcurrentHashMap<>();
    volatile boolean locked;

    @Override
    public String resolve(String text) {
        String value = kept.getOrDefault(text, text);
        if (reference(value)) {
            throw EngineException.notFound("There is no secret " + text + ".");
        }
        return value;
    }

    @Override
    public String keep(String key, String value) {
        String reference = "{{secrets/modeldeck/" + key + "}}";
        kept.put(reference, value);
        return reference;
    }

    @Override
    public boolean reference(String text) {
        return text.startsWith("{{secrets/");
    }

    @Override
    public void forget(String prefix, Set<String> but) {
        if (locked) {
            throw new EngineException(new Problem.Unavailable("The keychain is locked."));
        }
        kept.keySet().removeIf(key -> key.contains(prefix) && !but.contains(key));
    }
}
