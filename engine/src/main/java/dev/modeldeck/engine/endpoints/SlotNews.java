package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.endpoints.EndpointEvent.Severity;
import dev.modeldeck.engine.endpoints.EntityLauncher.State;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the states of workers mean for their endpoint, in words. */
final class SlotNews {

    /** Crashes on the way up after which a start is given up. */
    private static final int MOST_CRASHES_WHILE_STARTING = 3;

    private SlotNews() {}

    /** What to tell when a worker that was ready goes from one state into the next. */
    static Optional<EndpointEvent> of(Instant now, String entity, State before, State next) {
        String name = "Served entity \"" + entity + "\"";
        if (next instanceof State.Recovering recovering && before instanceof State.Ready) {
            String message = name + " is being started again. " + recovering.why().message();
            return Optional.of(new EndpointEvent(now, Severity.WARNING, "Worker crashed", message));
        } else if (next instanceof State.Ready && !(before instanceof State.Ready)) {
            String message = name + " answers again.";
            return Optional.of(
                    new EndpointEvent(now, Severity.NORMAL, "Worker recovered", message));
        } else if (next instanceof State.Failed failed) {
            String message = name + ": " + failed.why().message();
            return Optional.of(new EndpointEvent(now, Severity.WARNING, "Worker failed", message));
        }
        return Optional.empty();
    }

    /** Why these cannot all become ready; empty while they still can. */
    static Optional<String> failureOf(List<EntitySlot> slots) {
        for (EntitySlot slot : slots) {
            String name = "Served entity \"" + slot.entity().name() + "\" could not be started. ";
            if (slot.state() instanceof State.Failed failed) {
                return Optional.of(name + failed.why().message());
            }
            if (slot.state() instanceof State.Recovering recovering
                    && !slot.everReady()
                    && recovering.restarts() >= MOST_CRASHES_WHILE_STARTING) {
                return Optional.of(name + recovering.why().message());
            }
        }
        return Optional.empty();
    }
}
