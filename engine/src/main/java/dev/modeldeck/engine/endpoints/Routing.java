package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;
import java.util.function.DoubleSupplier;

/** Where the calls of an endpoint go, at one moment. Immutable, read without a lock. */
record Routing(EndpointName endpoint, EndpointState state, List<Target> targets) {

    Routing {
        targets = List.copyOf(targets);
    }

    /** A started entity and its share of the calls. */
    record Target(EntitySlot slot, int percentage) {
        String name() {
            return slot.entity().name();
        }
    }

    /**
     * One of the targets that can answer, by their shares; those that are down leave theirs to the
     * others.
     *
     * @param dice gives a number from 0 (inclusive) to 1 (exclusive)
     */
    EntitySlot pick(DoubleSupplier dice) {
        checkState();
        List<Target> able =
                targets.stream()
                        .filter(t -> t.percentage() > 0 && t.slot().backend() != null)
                        .toList();
        int sum = able.stream().mapToInt(Target::percentage).sum();
        double point = dice.getAsDouble() * sum;
        for (Target target : able) {
            point -= target.percentage();
            if (point < 0) {
                return target.slot();
            }
        }
        throw down(targets.stream().filter(t -> t.percentage() > 0).toList());
    }

    /** The target of that name, whatever its share. */
    EntitySlot named(String servedEntity) {
        checkState();
        List<Target> found = targets.stream().filter(t -> t.name().equals(servedEntity)).toList();
        if (found.isEmpty()) {
            throw EngineException.notFound(
                    "Endpoint \"%s\" has no served entity \"%s\". It has: %s."
                            .formatted(
                                    endpoint,
                                    servedEntity,
                                    String.join(
                                            ", ", targets.stream().map(Target::name).toList())));
        }
        EntitySlot slot = found.getFirst().slot();
        if (slot.backend() == null) {
            throw down(found);
        }
        return slot;
    }

    private void checkState() {
        if (state == EndpointState.STOPPED) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Endpoint \"%s\" is stopped. Start it, then call again."
                                    .formatted(endpoint),
                            "endpoint"));
        }
        if (!state.ready()) {
            throw unavailable(
                    state == EndpointState.UPDATE_FAILED
                            ? "Endpoint \"%s\" could not be started. Its page says why, and so does GET /api/2.0/serving-endpoints/%s."
                                    .formatted(endpoint, endpoint)
                            : "Endpoint \"%s\" is still being started. Try again in a moment."
                                    .formatted(endpoint));
        }
    }

    private EngineException down(List<Target> asked) {
        boolean lost =
                asked.stream()
                        .allMatch(t -> t.slot().state() instanceof EntityLauncher.State.Failed);
        String names = String.join(", ", asked.stream().map(t -> "\"" + t.name() + "\"").toList());
        return unavailable(
                lost
                        ? "Served entity %s of endpoint \"%s\" stopped working. Start the endpoint again."
                                .formatted(names, endpoint)
                        : "Served entity %s of endpoint \"%s\" ended unexpectedly and is being started again. Try again in a moment."
                                .formatted(names, endpoint));
    }

    private static EngineException unavailable(String message) {
        return new EngineException(new Problem.Unavailable(message));
    }
}
