package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.secrets.SecretRef;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Forgets the keys of endpoints that were deleted or have others by now. While endpoints are being
 * changed nobody can tell which those are: a key is kept before its endpoint is. So this is done
 * when the engine starts, and only with keys that were there before.
 */
final class UnusedKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnusedKeys.class);

    private final Thread thread;

    private UnusedKeys(Thread thread) {
        this.thread = thread;
    }

    /**
     * Decides at once which those are, and forgets them by and by: the keychain may take its time.
     *
     * @param endpoints all there are, none of which is being changed
     */
    static UnusedKeys forget(KeptSecrets kept, List<Endpoint> endpoints) {
        List<SecretRef> unused = kept.unused(ExternalLauncher.KEPT, referencesOf(endpoints));
        return new UnusedKeys(
                Thread.ofVirtual().name("unused-keys").start(() -> delete(kept, unused)));
    }

    private static void delete(KeptSecrets kept, List<SecretRef> unused) {
        for (SecretRef ref : unused) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                kept.secrets().delete(ref);
                LOG.info("Forgot {}, to which no endpoint refers any more", ref);
            } catch (EngineException e) {
                LOG.info("{} stays until the next start: {}", ref, e.problem().message());
            }
        }
    }

    private static Set<String> referencesOf(List<Endpoint> endpoints) {
        return endpoints.stream()
                .flatMap(endpoint -> Stream.of(endpoint.active(), endpoint.pending()))
                .filter(Objects::nonNull)
                .map(EndpointConfig::entities)
                .flatMap(List::stream)
                .flatMap(UnusedKeys::texts)
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Wherever a reference can stand. */
    private static Stream<String> texts(ServedEntity entity) {
        Map<String, String> config =
                entity.source() instanceof External external ? external.config() : Map.of();
        return Stream.concat(config.values().stream(), entity.environment().values().stream());
    }

    /** Leaves those that are not forgotten yet to the next start, and waits for the one that is. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
