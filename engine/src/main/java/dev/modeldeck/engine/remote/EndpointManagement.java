package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * How the endpoints of a server are seen and changed, for kinds of servers that share a REST for
 * it. A kind is given it where it is made, as none imports another.
 */
public interface EndpointManagement {

    /** An endpoint as the server lists it. */
    ServedModel seen(JsonNode listed);

    List<ServerAction> actions();

    List<ServerPage> pages();

    /**
     * @param model empty for a page of the server itself
     */
    ServerPage.Content read(Site site, ServerPage page, String model);
}
