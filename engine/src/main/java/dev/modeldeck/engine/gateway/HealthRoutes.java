package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;

/** Probes that belong to no dialect, and the measures. */
final class HealthRoutes {

    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private HealthRoutes() {}

    static void add(RouteTable table, GatewayServices services) {
        table.group(DatabricksErrors::json)
                .get("/health", exchange -> exchange.text(200, "text/plain", "OK"))
                .get("/version", exchange -> exchange.text(200, "text/plain", services.version()))
                .get(
                        "/metrics",
                        exchange -> exchange.text(200, PROMETHEUS, services.measures().all()))
                // Databricks' clients look here first; all of its fields are for logging in.
                .get("/.well-known/databricks-config", exchange -> exchange.answer(Json.object()));
    }
}
