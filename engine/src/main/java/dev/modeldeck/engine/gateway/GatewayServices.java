package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.registry.Registry;

import java.util.function.Supplier;

/**
 * What the gateway gives access to.
 *
 * @param metrics all measures in Prometheus' text format, at each call
 * @param version of the program
 */
public record GatewayServices(
        DialectCalls calls,
        Endpoints endpoints,
        Registry registry,
        Supplier<String> metrics,
        String version) {}
