package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Site;

/** How much of Databricks' REST a server has, and what of its own beside that. */
enum Extent {

    /** All of it, at the root of the host. */
    WORKSPACE(new RentedMachine()),

    /** Another Modeldeck: what its gateway really does, below whatever its address is. */
    MODELDECK(new OwnMachine());

    private final Workload workload;

    Extent(Workload workload) {
        this.workload = workload;
    }

    Workspace at(Site site) {
        return this == WORKSPACE ? Workspace.of(site) : new Workspace(site.without("/v1"));
    }

    boolean workspace() {
        return this == WORKSPACE;
    }

    /** What a served entity runs on. */
    Workload workload() {
        return workload;
    }
}
