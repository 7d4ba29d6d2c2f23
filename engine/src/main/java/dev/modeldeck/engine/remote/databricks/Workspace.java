package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Query;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;

/** The paths of a workspace's REST. */
record Workspace(Site site) {

    static final String ENDPOINTS = "/api/2.0/serving-endpoints";

    /** Its root: whatever path a person copied from the browser is none of its address. */
    static Workspace of(Site site) {
        URI root = site.root();
        String port = root.getPort() < 0 ? "" : ":" + root.getPort();
        return new Workspace(
                site.elsewhere(URI.create(root.getScheme() + "://" + root.getHost() + port)));
    }

    static String endpointPath(String name) {
        return ENDPOINTS + "/" + Query.encoded(name);
    }

    /** The endpoints as they are listed, which is without their traffic. */
    List<JsonNode> endpoints() {
        JsonNode answer = site.json(ENDPOINTS);
        JsonNode list = answer.path("endpoints");
        // A workspace without endpoints leaves the list out.
        if (!answer.isObject() || !(list.isArray() || list.isMissingNode())) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET %s was not answered with a list of endpoints. Check that the address is the one of a workspace."
                                    .formatted(ENDPOINTS),
                            502));
        }
        return list.valueStream().toList();
    }

    /** All that is told of an endpoint. */
    ObjectNode endpoint(String name) {
        if (site.json(endpointPath(name)) instanceof ObjectNode object) {
            return object;
        }
        throw new EngineException(
                new Problem.Upstream(
                        "The server's answer about \"%s\" is no endpoint.".formatted(name), 502));
    }
}
