package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.remote.FakeServer;

/** A workspace as Databricks' documentation and SDK describe its answers. */
final class WorkspaceBodies {

    static final String LIST = "GET /api/2.0/serving-endpoints";

    static final String ENDPOINTS =
            """
            {"endpoints": [
              {"name": "support", "id": "e1", "creator": "ada@example.com",
               "creation_timestamp": 1700000000000, "last_updated_timestamp": 1700000300000,
               "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
               "config": {"served_entities": [
                 {"name": "support-3", "entity_name": "main.bots.support", "entity_version": "3"},
                 {"name": "support-4", "entity_name": "main.bots.support", "entity_version": "4"}]},
               "task": "llm/v1/chat", "tags": [{"key": "team", "value": "help"}]},
              {"name": "databricks-llama", "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
               "task": "llm/v1/chat",
               "config": {"served_entities": [{"name": "databricks-llama",
                 "foundation_model": {"name": "llama", "display_name": "Llama"}}]}},
              {"name": "stopped", "state": {"ready": "NOT_READY", "config_update": "NOT_UPDATING"}},
              {"name": "broken", "state": {"ready": "NOT_READY", "config_update": "UPDATE_FAILED"}},
              {"name": "coming", "state": {"ready": "NOT_READY", "config_update": "IN_PROGRESS"}}]}\
            """;

    static final String SUPPORT =
            """
            {"name": "support", "id": "e1", "creator": "ada@example.com",
             "creation_timestamp": 1700000000000, "last_updated_timestamp": 1700000300000,
             "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
             "config": {"config_version": 7, "served_entities": [
               {"name": "support-3", "entity_name": "main.bots.support", "entity_version": "3",
                "workload_size": "Small", "workload_type": "CPU", "scale_to_zero_enabled": false,
                "environment_vars": {"KEY": "{{secrets/a/b}}"}, "new_setting": {"x": 1},
                "creator": "ada@example.com", "creation_timestamp": 1700000000000,
                "state": {"deployment": "DEPLOYMENT_READY", "deployment_state_message": ""}},
               {"name": "support-4", "entity_name": "main.bots.support", "entity_version": "4",
                "workload_size": "Small", "workload_type": "GPU_SMALL",
                "scale_to_zero_enabled": true,
                "state": {"deployment": "DEPLOYMENT_FAILED", "deployment_state_message": "no room"}}],
              "served_models": [{"name": "support-3", "model_name": "main.bots.support"}],
              "traffic_config": {"routes": [
                {"served_model_name": "support-3", "served_entity_name": "support-3", "traffic_percentage": 90},
                {"served_model_name": "support-4", "served_entity_name": "support-4", "traffic_percentage": 10}]},
              "auto_capture_config": {"catalog_name": "c", "schema_name": "s", "enabled": true,
                "state": {"payload_table": {"name": "t"}}}},
             "ai_gateway": {"usage_tracking_config": {"enabled": true},
               "fallback_config": {"enabled": false},
               "rate_limits": [{"calls": 10, "key": "user_group", "principal": "g", "renewal_period": "minute"}]},
             "tags": [{"key": "team", "value": "help"}, {"key": "stage", "value": "test"}],
             "task": "llm/v1/chat", "permission_level": "CAN_MANAGE", "route_optimized": false}\
            """;

    static final String METRICS =
            """
            # HELP cpu_usage_percentage Average CPU usage in the last minute
            # TYPE cpu_usage_percentage gauge
            cpu_usage_percentage{served_entity="support-3"} 40 1700000000000
            cpu_usage_percentage{served_entity="support-4"} 20 1700000000000
            mem_usage_percentage{served_entity="a \\"b\\", {c}"} 50
            provisioned_concurrent_requests_total{served_entity="support-3"} 4
            request_count_total{served_entity="support-3"} 12
            request_count_total{served_entity="support-4"} 3
            request_4xx_count_total{served_entity="support-3"} 1
            request_5xx_count_total{served_entity="support-3"} NaN
            request_latency_ms_bucket{le="5"} 0
            request_latency_ms_bucket{le="+Inf"} 15
            request_latency_ms_sum 3000
            request_latency_ms_count 15
            # EOF
            """;

    private WorkspaceBodies() {}

    static void teach(FakeServer fake) {
        fake.on(LIST, ENDPOINTS)
                .on(LIST + "/support", SUPPORT)
                .on(LIST + "/support/metrics", FakeServer.text(200, METRICS));
    }
}
