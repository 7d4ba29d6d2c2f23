package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;

/** Registered versions start on workers, external models on the servers that have them. */
record Launchers(EntityLauncher local, EntityLauncher external) implements EntityLauncher {

    @Override
    public Running launch(EndpointName endpoint, ServedEntity entity) {
        return of(entity).launch(endpoint, entity);
    }

    @Override
    public ServedEntity prepared(EndpointName endpoint, ServedEntity entity) {
        return of(entity).prepared(endpoint, entity);
    }

    private EntityLauncher of(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.Registered _ -> local;
            case ServedEntity.External _ -> external;
        };
    }
}
