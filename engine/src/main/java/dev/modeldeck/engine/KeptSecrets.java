package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.kernel.EngineException;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of connections and endpoints. */
final class KeptSecrets implements SecretBox {

    private final Map<String, String> values = new ConcurrentHashMap<>();

    @Override
    public String resolve(String text) {
        if (!reference(text)) {
            return text;
        }
        String value = values.get(text);
        if (value == null) {
            throw EngineException.notFound("There is no secret " + text + ".");
        }
        return value;
    }

    @Override
    public String keep(String key, String value) {
        String reference = "{{secrets/modeldeck/" + key + "}}";
        values.put(reference, value);
        return reference;
    }

    @Override
    public boolean reference(String text) {
        return text.startsWith("{{secrets/") && text.endsWith("}}");
    }

    @Override
    public void forget(String prefix, Set<String> but) {
        String start = "{{secrets/modeldeck/" + prefix;
        values.keySet().removeIf(key -> key.startsWith(start) && !but.contains(key));
    }
}
