package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of Databricks' endpoints that ours have not. */
class UnsupportedSettingsTest {

    private static final String BODY =
            """
            {"name": "e", %s "config": {%s "served_entities": [
                {"entity_name": "m", "entity_version": "1", %s "scale_to_zero_enabled": true}]}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rate_limits\": [{\"calls\": 10}],| | ",
                "\"ai_gateway\": {\"guardrails\": {\"input\": {\"safety\": true}}},| | ",
                "\"ai_gateway\": {\"fallback_config\": {\"enabled\": true}},| | ",
                "| \"auto_capture_config\": {\"enabled\": true, \"catalog_name\": \"c\"},| ",
                "| | \"max_provisioned_throughput\": 500,",
                "| | \"burst_scaling_enabled\": true,"
            })
    void what_would_change_the_answers_is_refused(String top, String config, String entity) {
        assertThatThrownBy(() -> create(top, config, entity))
                .hasMessageContaining("is not supported here")
                .extracting(e -> ((EngineException) e).problem())
                .isInstanceOf(Problem.Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ai_gateway\": null, \"rate_limits\": [], \"telemetry_config\": {},",
                "\"ai_gateway\": {\"usage_tracking_config\": {\"enabled\": true}, \"rate_limits\": []},",
                "\"ai_gateway\": {\"inference_table_config\": {\"enabled\": false, \"catalog_name\": \"c\"}},",
                "\"ai_gateway\": {\"guardrails\": {\"input\": {\"pii\": {\"behavior\": \"NONE\"}}}},"
            })
    void what_asks_for_nothing_passes(String top) {
        assertThat(
                        create(
                                top,
                                "\"auto_capture_config\": {},",
                                "\"min_provisioned_throughput\": 0,"))
                .isEqualTo("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TPU", "gpu", "GPU_TINY"})
    void a_type_that_there_is_not_is_no_cpu(String type) {
        assertThatThrownBy(() -> create("", "", "\"workload_type\": \"" + type + "\","))
                .hasMessageContaining("workload_type");
    }

    private static String create(String top, String config, String entity) {
        String body = BODY.formatted(nothing(top), nothing(config), nothing(entity));
        return ServingEndpointRequests.create(new Fields(Json.parseObject(body)), "me")
                .name()
                .value();
    }

    private static String nothing(String text) {
        return text == null ? "" : text;
    }
}
