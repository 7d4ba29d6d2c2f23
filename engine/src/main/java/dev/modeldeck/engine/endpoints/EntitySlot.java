package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.endpoints.signature.SignatureAdapter;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;

/** A served entity that was started, with the gate in front of it. */
final class EntitySlot {

    private final ServedEntity entity;
    private final @Nullable ModelVersion version;
    private final EntityLauncher.Running running;
    private final Gate gate;
    private volatile EntityLauncher.State state = new EntityLauncher.State.Starting(-1, "Starting");
    private volatile int restarts;
    private volatile boolean everReady;
    private @Nullable Subscription subscription;

    EntitySlot(
            ServedEntity entity, @Nullable ModelVersion version, EntityLauncher.Running running) {
        this.entity = entity;
        this.version = version;
        this.running = running;
        this.gate = new Gate(Math.max(1, entity.compute().concurrency()));
    }

    /** From now on every state is told; the observer hands it to {@link #become} in its turn. */
    synchronized void watch(BiConsumer<EntitySlot, EntityLauncher.State> observer) {
        subscription = running.state().subscribe(next -> observer.accept(this, next));
    }

    /** Takes the state over and returns the one before. */
    EntityLauncher.State become(EntityLauncher.State next) {
        EntityLauncher.State before = state;
        state = next;
        if (next instanceof EntityLauncher.State.Recovering recovering) {
            restarts = recovering.restarts();
        }
        if (next instanceof EntityLauncher.State.Ready) {
            everReady = true;
        }
        return before;
    }

    ServedEntity entity() {
        return entity;
    }

    /** What is asked, in the form that the model takes; a server elsewhere takes what it takes. */
    Payload toBackend(Payload payload) {
        return version == null ? payload : SignatureAdapter.toBackend(version, payload);
    }

    /** The answer in the form in which was asked. */
    InferenceResult fromBackend(Payload asked, InferenceResult result) {
        return version == null ? result : SignatureAdapter.fromBackend(version, asked, result);
    }

    EntityLauncher.Running running() {
        return running;
    }

    EntityLauncher.State state() {
        return state;
    }

    int restarts() {
        return restarts;
    }

    boolean everReady() {
        return everReady;
    }

    Gate gate() {
        return gate;
    }

    boolean ready() {
        return state instanceof EntityLauncher.State.Ready;
    }

    /** Whether it will not answer again. */
    boolean lost() {
        return state instanceof EntityLauncher.State.Failed
                || state instanceof EntityLauncher.State.Stopped;
    }

    /** What answers now; null while it is not ready. Newer than {@link #state} when it crashed. */
    @Nullable Backend backend() {
        return running.state().get() instanceof EntityLauncher.State.Ready ready
                ? ready.backend()
                : null;
    }

    /** Whether a worker started for this entity can serve the other as well. */
    boolean serves(ServedEntity other) {
        return entity.name().equals(other.name())
                && entity.source().equals(other.source())
                && entity.compute().equals(other.compute())
                && entity.environment().equals(other.environment());
    }

    /** Lets the calls that run and wait come to their end, then ends the worker. Blocks. */
    void retire() throws InterruptedException {
        gate.drain();
        close();
    }

    /** Ends the worker; running calls get the moment that the worker gives them. Blocks. */
    void close() {
        gate.close();
        synchronized (this) {
            if (subscription != null) {
                subscription.close();
            }
        }
        running.close();
    }
}
