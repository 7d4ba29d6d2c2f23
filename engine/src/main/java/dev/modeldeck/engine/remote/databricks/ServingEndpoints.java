package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.EndpointManagement;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** The endpoints behind Databricks' REST, to be managed. */
public final class ServingEndpoints implements EndpointManagement {

    private final Extent extent;

    ServingEndpoints(Extent extent) {
        this.extent = extent;
    }

    /** Those of another Modeldeck. */
    public static ServingEndpoints ofModeldeck() {
        return new ServingEndpoints(Extent.MODELDECK);
    }

    @Override
    public ServedModel seen(JsonNode listed) {
        return new EndpointReading(listed).model(false);
    }

    @Override
    public List<ServerAction> actions() {
        return EndpointActions.all(extent);
    }

    @Override
    public List<ServerPage> pages() {
        return WorkspacePages.all(extent);
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return new WorkspacePages(extent.at(site)).read(page, model);
    }
}
