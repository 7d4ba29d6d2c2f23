package dev.modeldeck.app.settings;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.secrets.Place;
import dev.modeldeck.engine.secrets.SecretRef;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps secrets in memory; while it is locked, it deletes none. */
final class FakeSecrets {

    final Map<SecretRef, String> kept = new ConcurrentSkipListMap<>();
    final LiveValue<List<SecretRef>> names = new LiveValue<>(List.of());
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean locked;

    SecretsDoor door() {
        return new SecretsDoor(names, this::where, this::put, this::delete);
    }

    void put(SecretRef ref, String value) {
        if (value.isBlank()) {
            throw new EngineException(new Problem.Invalid("A secret is not blank.", "value"));
        }
        kept.put(ref, value);
        publish();
    }

    private Place where() {
        asked.incrementAndGet();
        return new Place(Place.Kind.KEYCHAIN, "Secrets are kept in the desktop's keyring.");
    }

    private void delete(SecretRef ref) {
        if (locked) {
            throw new EngineException(new Problem.Unavailable("Unlock the keychain first."));
        }
        kept.remove(ref);
        publish();
    }

    private void publish() {
        names.set(List.copyOf(kept.keySet()));
    }
}
