package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.wire.databricks.DatabricksDialect;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;

/** Invocations of endpoints as Databricks has them, and KServe's V1, which sends the same rows. */
final class DatabricksRoutes {

    private final InferenceRoute inference;

    DatabricksRoutes(InferenceRoute inference) {
        this.inference = inference;
    }

    void add(RouteTable table) {
        RouteTable.Action call = inference.in(DatabricksDialect.ID);
        table.group(DatabricksErrors::json)
                .post("/serving-endpoints/{endpoint}/invocations", call)
                .post("/serving-endpoints/{endpoint}/served-models/{entity}/invocations", call)
                .post("/v1/models/{endpoint}:predict", call);
    }
}
