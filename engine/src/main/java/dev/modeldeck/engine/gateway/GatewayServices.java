package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.registry.Registry;

/**
 * What the gateway gives access to.
 *
 * @param version of the program
 */
public record GatewayServices(
        DialectCalls calls,
        Endpoints endpoints,
        Registry registry,
        Measures measures,
        String version) {

    /** What was measured, in Prometheus' text format, as it is at each call. */
    public interface Measures {

        /** Everything, under our own names. */
        String all();

        /** The last minute of an endpoint, under the names of Databricks' export. */
        String ofEndpoint(String endpoint);
    }
}
