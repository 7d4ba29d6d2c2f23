package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.endpoints.Endpoint.Deployment;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * An endpoint at one moment, for those who look at it and for those who call it.
 *
 * @param endpoint what is shown
 * @param routing what calls follow
 */
record EndpointView(Endpoint endpoint, Routing routing) {

    /**
     * What an endpoint consists of while it lives.
     *
     * @param serving the entities of the active configuration
     * @param starting the entities of the pending one, some of which may serve already
     * @param ready whether the serving ones were all ready once
     * @param left what became of entities that are gone
     * @param trouble why it does not serve though it should; null otherwise
     */
    record Parts(
            StoredEndpoint stored,
            List<EntitySlot> serving,
            List<EntitySlot> starting,
            boolean ready,
            List<EntityStatus> left,
            @Nullable String trouble) {}

    static EndpointView of(Parts parts) {
        StoredEndpoint stored = parts.stored();
        EndpointState state = state(parts);
        Endpoint endpoint =
                new Endpoint(
                        stored.id(),
                        stored.name(),
                        stored.creator(),
                        stored.description(),
                        stored.tags(),
                        stored.createdAt(),
                        stored.updatedAt(),
                        state,
                        stored.active(),
                        stored.pending(),
                        trouble(parts),
                        statuses(parts));
        return new EndpointView(
                endpoint, new Routing(stored.name(), state, targets(stored.active(), parts)));
    }

    private static EndpointState state(Parts parts) {
        boolean updating = !parts.starting().isEmpty();
        if (!parts.stored().running()) {
            return EndpointState.STOPPED;
        }
        if (parts.ready()) {
            if (updating) {
                return EndpointState.READY_UPDATING;
            }
            return parts.stored().trouble() == null
                    ? EndpointState.READY
                    : EndpointState.READY_UPDATE_FAILED;
        }
        return updating || !parts.serving().isEmpty()
                ? EndpointState.UPDATING
                : EndpointState.UPDATE_FAILED;
    }

    private static @Nullable String trouble(Parts parts) {
        if (parts.trouble() != null) {
            return parts.trouble();
        }
        for (EntitySlot slot : parts.serving()) {
            if (slot.state() instanceof EntityLauncher.State.Recovering recovering) {
                return "Served entity \"%s\" ended unexpectedly and is being started again. %s"
                        .formatted(slot.entity().name(), recovering.why().message());
            }
            if (slot.state() instanceof EntityLauncher.State.Failed failed) {
                return "Served entity \"%s\" stopped working. %s"
                        .formatted(slot.entity().name(), failed.why().message());
            }
        }
        return parts.stored().trouble();
    }

    private static List<EntityStatus> statuses(Parts parts) {
        List<EntityStatus> statuses = new ArrayList<>();
        parts.serving().forEach(slot -> statuses.add(status(slot, false)));
        parts.starting().stream()
                .filter(slot -> !parts.serving().contains(slot))
                .forEach(slot -> statuses.add(status(slot, true)));
        statuses.addAll(parts.left());
        return statuses;
    }

    static EntityStatus status(EntitySlot slot, boolean pending) {
        String name = slot.entity().name();
        int restarts = slot.restarts();
        return switch (slot.state()) {
            case EntityLauncher.State.Starting s ->
                    new EntityStatus(
                            name,
                            pending,
                            Deployment.DEPLOYMENT_CREATING,
                            s.fraction(),
                            s.what(),
                            0,
                            restarts);
            case EntityLauncher.State.Ready s ->
                    new EntityStatus(
                            name,
                            pending,
                            Deployment.DEPLOYMENT_READY,
                            1,
                            "Ready",
                            s.pid(),
                            restarts);
            case EntityLauncher.State.Recovering s ->
                    new EntityStatus(
                            name,
                            pending,
                            Deployment.DEPLOYMENT_RECOVERING,
                            -1,
                            s.why().message(),
                            0,
                            s.restarts());
            case EntityLauncher.State.Failed s ->
                    new EntityStatus(
                            name,
                            pending,
                            Deployment.DEPLOYMENT_FAILED,
                            -1,
                            s.why().message(),
                            0,
                            restarts);
            case EntityLauncher.State.Stopped _ ->
                    new EntityStatus(
                            name,
                            pending,
                            Deployment.DEPLOYMENT_ABORTED,
                            -1,
                            "Stopped",
                            0,
                            restarts);
        };
    }

    private static List<Routing.Target> targets(@Nullable EndpointConfig active, Parts parts) {
        if (active == null) {
            return List.of();
        }
        return parts.serving().stream()
                .map(slot -> new Routing.Target(slot, share(active, slot.entity().name())))
                .toList();
    }

    private static int share(EndpointConfig config, String servedEntity) {
        return config.routes().stream()
                .filter(route -> route.servedEntity().equals(servedEntity))
                .mapToInt(EndpointConfig.Route::percentage)
                .sum();
    }
}
