package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.endpoints.EndpointEvent.Severity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The life of one endpoint. All state is confined by one lock; under it nothing is waited for:
 * workers are started and ended outside, and what they tell comes in one after another.
 */
final class EndpointLife {

    private final LifeServices services;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Live<List<String>>> logs = new HashMap<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    private StoredEndpoint stored;
    private List<EntitySlot> serving = List.of();
    private List<EntitySlot> starting = List.of();
    private List<Endpoint.EntityStatus> left = List.of();
    private boolean ready;
    private boolean gone;
    private @Nullable String trouble;
    private volatile EndpointView view;

    EndpointLife(StoredEndpoint stored, LifeServices services) {
        this.stored = stored;
        this.services = services;
        this.view = look();
    }

    EndpointView view() {
        return view;
    }

    EndpointName name() {
        return view.endpoint().name();
    }

    Optional<Live<List<String>>> log(String servedEntity) {
        lock.lock();
        try {
            return Optional.ofNullable(logs.get(servedEntity));
        } finally {
            lock.unlock();
        }
    }

    /** Begins the life of a new endpoint. */
    Endpoint create(String who) {
        return change(() -> {
            services.store().save(stored);
            event(Severity.NORMAL, "Created", "Created by " + who + ".");
            startPending();
        });
    }

    /** Goes on after a restart of the program. */
    void resume() {
        change(() -> {
            if (!stored.running()) {
                return;
            }
            if (stored.active() != null && stored.pending() != null && stored.trouble() == null) {
                keep(
                        stored.serving(
                                stored.active(),
                                stored.pending(),
                                "The update was interrupted because Modeldeck ended. Update"
                                        + " again."));
            }
            event(Severity.NORMAL, "Starting", "Modeldeck was started.");
            startAgain();
        });
    }

    Endpoint start(String who) {
        return change(() -> {
            boolean runs = stored.running() && !(serving.isEmpty() && starting.isEmpty());
            if (runs && (!starting.isEmpty() || serving.stream().noneMatch(EntitySlot::lost))) {
                return;
            }
            event(Severity.NORMAL, "Starting", "Started by " + who + ".");
            if (runs) {
                startLost();
            } else {
                keep(stored.running(true, services.now()));
                startAgain();
            }
        });
    }

    Endpoint stop(String who) {
        return change(() -> {
            if (!stored.running()) {
                return;
            }
            boolean interrupted = stored.active() != null;
            keep(
                    stored.running(false, services.now())
                            .serving(stored.active(), interrupted ? null : stored.pending(), null));
            endAll();
            event(Severity.NORMAL, "Stopped", "Stopped by " + who + ".");
        });
    }

    Endpoint update(List<ServedEntity> entities, List<EndpointConfig.Route> routes, String who) {
        return change(() -> {
            if (view.endpoint().state().updating()) {
                throw new EngineException(
                        new Problem.Conflict(
                                "Endpoint \"%s\" is being updated. Wait until that is done, or cancel it."
                                        .formatted(stored.name())));
            }
            EndpointConfig config = new EndpointConfig(stored.lastVersion() + 1, entities, routes);
            event(
                    Severity.NORMAL,
                    "Update started",
                    "Configuration %d, by %s.".formatted(config.version(), who));
            StoredEndpoint touched = stored.touched(services.now());
            if (!stored.running() && stored.active() != null) {
                keep(touched.serving(config, null, null));
            } else {
                keep(touched.serving(stored.active(), config, null));
            }
            if (stored.running()) {
                startPending();
            }
        });
    }

    Endpoint cancelUpdate(String who) {
        return change(() -> {
            if (!view.endpoint().state().updating()) {
                throw new EngineException(
                        new Problem.Conflict(
                                "Endpoint \"%s\" is not being updated: there is nothing to cancel."
                                        .formatted(stored.name())));
            }
            event(Severity.WARNING, "Update cancelled", "Cancelled by " + who + ".");
            String cancelled = "Cancelled by " + who + ". Start the endpoint to try again.";
            if (starting.isEmpty()) {
                endAll();
                trouble = cancelled;
                return;
            }
            endStarting();
            boolean serves = stored.active() != null;
            keep(
                    stored.serving(
                            stored.active(),
                            serves ? null : stored.pending(),
                            serves ? null : cancelled));
        });
    }

    Endpoint describe(String description, Map<String, String> tags) {
        return change(() -> keep(stored.described(description, tags, services.now())));
    }

    Endpoint tag(UnaryOperator<Map<String, String>> change) {
        return change(() -> {
            Map<String, String> tags = change.apply(new HashMap<>(stored.tags()));
            keep(stored.described(stored.description(), tags, services.now()));
        });
    }

    void delete() {
        change(() -> {
            gone = true;
            endAll();
            services.store().delete(stored.id());
        });
    }

    /** Ends the workers because the program ends; what is stored stays as it is. */
    void end() {
        apply(() -> {
            gone = true;
            endAll();
        });
    }

    // What workers tell

    private void heard(EntitySlot slot, EntityLauncher.State next) {
        apply(() -> {
            if (!all().contains(slot)) {
                return;
            }
            boolean wasReady = slot.everReady();
            EntityLauncher.State before = slot.become(next);
            if (wasReady) {
                SlotNews.of(services.now(), slot.entity().name(), before, next)
                        .ifPresent(news -> services.store().addEvent(stored.id(), news));
            }
            settleStarting();
            settleServing();
        });
    }

    private void settleStarting() {
        if (starting.isEmpty()) {
            return;
        }
        Optional<String> failure = SlotNews.failureOf(starting);
        if (failure.isPresent()) {
            failPending(failure.get());
        } else if (starting.stream().allMatch(EntitySlot::ready)) {
            switchOver();
        }
    }

    private void settleServing() {
        if (serving.isEmpty()) {
            return;
        }
        Optional<String> failure = ready ? allLost() : SlotNews.failureOf(serving);
        if (failure.isPresent()) {
            List<Endpoint.EntityStatus> last =
                    serving.stream().map(slot -> EndpointView.status(slot, false)).toList();
            endAll();
            left = last;
            trouble = failure.get();
            event(Severity.WARNING, "Not serving", failure.get());
        } else if (!ready && serving.stream().allMatch(EntitySlot::ready)) {
            ready = true;
            event(Severity.NORMAL, "Ready", "Endpoint \"" + stored.name() + "\" answers calls.");
        }
    }

    private Optional<String> allLost() {
        return serving.stream().allMatch(s -> s.state() instanceof EntityLauncher.State.Failed)
                ? SlotNews.failureOf(serving)
                : Optional.empty();
    }

    // Starting, switching, ending

    private void startAgain() {
        if (stored.active() == null) {
            startPending();
            return;
        }
        left = List.of();
        trouble = null;
        try {
            serving = begin(stored.active(), List.of());
        } catch (EngineException e) {
            trouble = e.problem().message();
            event(Severity.WARNING, "Not serving", e.problem().message());
        }
    }

    /** What still serves goes on; the others come back beside it, like an update of nothing. */
    private void startLost() {
        keep(stored.serving(stored.active(), stored.active(), null));
        startPending();
    }

    private void startPending() {
        EndpointConfig pending = stored.pending();
        if (pending == null) {
            return;
        }
        left = List.of();
        trouble = null;
        keep(stored.serving(stored.active(), pending, null));
        try {
            starting = begin(pending, serving);
        } catch (EngineException e) {
            failPending(e.problem().message());
            return;
        }
        settleStarting(); // nothing to wait for when all entities are taken over as they are
    }

    private List<EntitySlot> begin(EndpointConfig config, List<EntitySlot> running) {
        List<EntitySlot> slots = services.starts().start(stored.name(), config, running);
        for (EntitySlot slot : slots) {
            if (!running.contains(slot)) {
                logs.put(slot.entity().name(), slot.running().log());
                slot.watch((s, next) -> services.tell(() -> heard(s, next)));
            }
        }
        return slots;
    }

    private void switchOver() {
        List<EntitySlot> old = serving.stream().filter(slot -> !starting.contains(slot)).toList();
        EndpointConfig config = stored.pending();
        serving = starting;
        starting = List.of();
        ready = true;
        afterwards.add(() -> old.forEach(services::retire));
        keep(stored.serving(config, null, null));
        event(
                Severity.NORMAL,
                "Ready",
                "Configuration %d serves now.".formatted(stored.lastVersion()));
    }

    private void failPending(String reason) {
        List<EntitySlot> fresh = starting.stream().filter(s -> !serving.contains(s)).toList();
        left = fresh.stream().map(slot -> EndpointView.status(slot, true)).toList();
        endStarting();
        keep(stored.serving(stored.active(), stored.pending(), reason));
        event(Severity.WARNING, "Update failed", reason);
    }

    private void endStarting() {
        List<EntitySlot> fresh = starting.stream().filter(s -> !serving.contains(s)).toList();
        starting = List.of();
        afterwards.add(() -> fresh.forEach(services::close));
    }

    private void endAll() {
        Set<EntitySlot> slots = all();
        serving = List.of();
        starting = List.of();
        left = List.of();
        ready = false;
        trouble = null;
        afterwards.add(() -> slots.forEach(services::close));
    }

    private Set<EntitySlot> all() {
        Set<EntitySlot> slots = new LinkedHashSet<>(serving);
        slots.addAll(starting);
        return slots;
    }

    // Keeping and telling

    private void keep(StoredEndpoint next) {
        stored = next;
        services.store().save(next);
    }

    private void event(Severity severity, String type, String message) {
        services.store()
                .addEvent(stored.id(), new EndpointEvent(services.now(), severity, type, message));
    }

    private EndpointView look() {
        return EndpointView.of(
                new EndpointView.Parts(stored, serving, starting, ready, left, trouble));
    }

    private Endpoint change(Runnable what) {
        return apply(() -> {
            if (gone) {
                throw EngineException.notFound("Endpoint \"" + name() + "\" was deleted.");
            }
            what.run();
        });
    }

    /**
     * Changes it under the lock, then tells everybody, then does what must not be done under it;
     * also where keeping the change failed half way, for the workers are as they are.
     */
    private Endpoint apply(Runnable what) {
        List<Runnable> next = List.of();
        lock.lock();
        try {
            what.run();
        } finally {
            view = look();
            next = List.copyOf(afterwards);
            afterwards.clear();
            lock.unlock();
            services.changed();
            next.forEach(Runnable::run);
        }
        return view.endpoint();
    }

    /** For an entity that never ran. */
    static Live<List<String>> noLog() {
        return new LiveValue<>(List.of());
    }
}
