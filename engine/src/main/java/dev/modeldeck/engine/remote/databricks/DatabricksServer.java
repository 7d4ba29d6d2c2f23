package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.Backend;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Databricks workspace with its serving endpoints. */
public final class DatabricksServer implements RemoteServer {

    private static final ServingEndpoints ENDPOINTS = new ServingEndpoints(Extent.WORKSPACE);
    private static final String METADATA = "/.well-known/databricks-config";

    @Override
    public String id() {
        return "databricks";
    }

    @Override
    public String label() {
        return "Databricks";
    }

    /** Also without a key: a workspace says what it is before it lets anybody in. */
    @Override
    public Optional<Recognition> recognise(Site site) {
        Site root = Workspace.of(site).site();
        Reply list = root.get(Workspace.ENDPOINTS);
        if (list.found().path("endpoints").isArray()) {
            return Optional.of(
                    new Recognition(
                            "GET " + Workspace.ENDPOINTS + " answered with a list of endpoints"));
        }
        JsonNode empty = list.found();
        if (list.refused() || (empty.isObject() && empty.isEmpty())) {
            JsonNode metadata = root.get(METADATA).found();
            return metadata.path("oidc_endpoint").isString()
                    ? Optional.of(
                            new Recognition("GET " + METADATA + " answered with where to log in"))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        return new WorkspaceLook(Workspace.of(site)).look();
    }

    /** A look is up to 42 requests, which count against the workspace's limits. */
    @Override
    public Duration every(ServerLook last) {
        return EVERY.multipliedBy(3);
    }

    @Override
    public Backend open(Site site, String model) {
        return new DatabricksBackend(Workspace.of(site).site(), model);
    }

    @Override
    public Site acting(Site site) {
        return Workspace.of(site).site();
    }

    @Override
    public List<ServerAction> actions() {
        return ENDPOINTS.actions();
    }

    @Override
    public List<ServerPage> pages() {
        return ENDPOINTS.pages();
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return ENDPOINTS.read(site, page, model);
    }

    @Override
    public Optional<RemoteRegistry> registry(Site site) {
        return Optional.of(new WorkspaceRegistries(Workspace.of(site)));
    }
}
