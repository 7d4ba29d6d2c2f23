package dev.modeldeck.engine.remote.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is sent to a workspace to change an endpoint, and what a person is shown before. */
class EndpointActionsTest {

    private final FakeServer fake = new FakeServer();
    private final HttpCalls http = HttpCalls.patient();
    private final Site site = new Site(fake.address(), http, Map::of, Map.of());

    @BeforeEach
    void teach() {
        WorkspaceBodies.teach(fake);
    }

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void an_endpoint_is_created_with_what_was_filled_in_and_nothing_else() {
        Plan plan =
                plan(
                        "create",
                        Map.of(
                                "name", "new-one",
                                "entity_name", "main.default.m",
                                "entity_version", "2",
                                "workload_size", "Small",
                                "workload_type", "",
                                "scale_to_zero_enabled", "false",
                                "environment_vars", "A={{secrets/x/y}}",
                                "tags", "team=help"));
        assertThat(call(plan).method() + " " + call(plan).path())
                .isEqualTo("POST /api/2.0/serving-endpoints");
        assertThat(call(plan).body())
                .hasToString(
                        "{\"name\":\"new-one\",\"config\":{\"served_entities\":[{\"name\":\"m-2\",\"entity_name\":\"main.default.m\",\"entity_version\":\"2\",\"workload_size\":\"Small\",\"scale_to_zero_enabled\":false,\"environment_vars\":{\"A\":\"{{secrets/x/y}}\"}}]},\"tags\":[{\"key\":\"team\",\"value\":\"help\"}]}");
        assertThat(plan.changes()).allMatch(change -> change.before().isEmpty());
    }

    @Test
    void a_providers_model_is_created_with_references_to_its_keys_only() {
        Map<String, String> values =
                new HashMap<>(
                        Map.of(
                                "name", "gpt",
                                "provider", "custom",
                                "external_name", "m",
                                "external_task", "llm/v1/chat",
                                "external_config",
                                        "custom_provider_url=https://x/v1, bearer_token_auth.token={{secrets/s/k}}"));
        assertThat(call(plan("create", values)).body().at("/config/served_entities/0"))
                .hasToString(
                        "{\"name\":\"m\",\"external_model\":{\"name\":\"m\",\"provider\":\"custom\",\"task\":\"llm/v1/chat\",\"custom_provider_config\":{\"custom_provider_url\":\"https://x/v1\",\"bearer_token_auth\":{\"token\":\"{{secrets/s/k}}\"}}}}");
        values.put("external_config", "bearer_token_auth.token_plaintext=abc");
        assertThatThrownBy(() -> plan("create", values))
                .hasMessageContaining("key in the open")
                .hasMessageNotContaining("abc");
        values.put("entity_name", "main.default.m");
        assertThat(field("create", values)).isEqualTo("entity_name");
    }

    @Test
    void changing_one_value_of_an_entity_sends_all_others_as_they_were_read() {
        Map<String, String> values = present("change");
        assertThat(values)
                .containsEntry("served_entity", "support-3")
                .containsEntry("scale_to_zero_enabled", "false")
                .containsEntry("environment_vars", "KEY={{secrets/a/b}}");
        values.put("workload_size", "Medium");
        Plan plan = plan("change", values);
        assertThat(plan.changes())
                .containsExactly(
                        new Change(
                                "config.served_entities[support-3].workload_size",
                                "\"Small\"",
                                "\"Medium\""));
        JsonNode sent = call(plan).body();
        assertThat(call(plan).method() + " " + call(plan).path())
                .isEqualTo("PUT /api/2.0/serving-endpoints/support/config");
        assertThat(sent.at("/served_entities/0"))
                .hasToString(
                        "{\"name\":\"support-3\",\"entity_name\":\"main.bots.support\",\"entity_version\":\"3\",\"workload_size\":\"Medium\",\"workload_type\":\"CPU\",\"scale_to_zero_enabled\":false,\"environment_vars\":{\"KEY\":\"{{secrets/a/b}}\"},\"new_setting\":{\"x\":1}}");
        assertThat(sent.at("/served_entities/1/scale_to_zero_enabled").booleanValue()).isTrue();
        assertThat(sent.at("/traffic_config"))
                .hasToString(
                        "{\"routes\":[{\"served_model_name\":\"support-3\",\"traffic_percentage\":90},{\"served_model_name\":\"support-4\",\"traffic_percentage\":10}]}");
        assertThat(sent.at("/auto_capture_config"))
                .hasToString("{\"catalog_name\":\"c\",\"schema_name\":\"s\",\"enabled\":true}");
        assertThat(sent.has("served_models")).isFalse();
    }

    @Test
    void another_entity_takes_only_what_was_changed_in_the_form() {
        Map<String, String> values = present("change");
        values.put("served_entity", "support-4");
        values.put("entity_version", "5");
        assertThat(plan("change", values).changes())
                .extracting(Change::path)
                .containsExactly("config.served_entities[support-4].entity_version");
        values.put("served_entity", "nobody");
        assertThat(field("change", values)).isEqualTo("served_entity");
    }

    @Test
    void false_is_sent_as_false_and_an_emptied_value_goes() {
        Map<String, String> values = present("change");
        values.put("scale_to_zero_enabled", "true");
        values.put("environment_vars", "");
        JsonNode entity = call(plan("change", values)).body().at("/served_entities/0");
        assertThat(entity.path("scale_to_zero_enabled").booleanValue()).isTrue();
        assertThat(entity.has("environment_vars")).isFalse();
        values.put("min_provisioned_concurrency", "4");
        assertThat(field("change", values)).isEqualTo("workload_size");
    }

    @Test
    void a_foundation_model_is_created_with_a_throughput_instead_of_a_size() {
        Map<String, String> values =
                new HashMap<>(
                        Map.of(
                                "name", "fast",
                                "entity_name", "system.ai.llama",
                                "entity_version", "1",
                                "workload_size", "Small",
                                "min_provisioned_throughput", "0",
                                "max_provisioned_throughput", "19000"));
        assertThat(field("create", values)).isEqualTo("workload_size");
        values.put("workload_size", "");
        assertThat(call(plan("create", values)).body().at("/config/served_entities/0"))
                .hasToString(
                        "{\"name\":\"llama-1\",\"entity_name\":\"system.ai.llama\",\"entity_version\":\"1\",\"min_provisioned_throughput\":0,\"max_provisioned_throughput\":19000}");
        values.put("min_provisioned_throughput", "20000");
        assertThat(field("create", values)).isEqualTo("max_provisioned_throughput");
        values.put("min_provisioned_throughput", "many");
        assertThat(field("create", values)).isEqualTo("min_provisioned_throughput");
    }

    @Test
    void a_throughput_is_changed_and_the_rest_stays() {
        fake.on(
                WorkspaceBodies.LIST + "/support",
                """
                {"name": "support", "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
                 "config": {"served_entities": [
                   {"name": "llama-1", "entity_name": "system.ai.llama", "entity_version": "1",
                    "min_provisioned_throughput": 0, "max_provisioned_throughput": 9500,
                    "burst_scaling_enabled": true}]}}\
                """);
        Map<String, String> values = present("change");
        assertThat(values)
                .containsEntry("min_provisioned_throughput", "0")
                .containsEntry("max_provisioned_throughput", "9500");
        values.put("max_provisioned_throughput", "19000");
        Plan plan = plan("change", values);
        assertThat(plan.changes())
                .containsExactly(
                        new Change(
                                "config.served_entities[llama-1].max_provisioned_throughput",
                                "9500",
                                "19000"));
        assertThat(call(plan).body().at("/served_entities/0/burst_scaling_enabled").asBoolean())
                .isTrue();
    }

    @Test
    void traffic_adds_up_to_a_hundred_and_names_what_is_served() {
        assertThat(present("traffic")).containsEntry("traffic", "support-3=90, support-4=10");
        Plan plan = plan("traffic", Map.of("traffic", "support-4 = 30 %, support-3=70"));
        assertThat(plan.changes())
                .containsExactly(
                        new Change(
                                "config.traffic_config.routes[support-3].traffic_percentage",
                                "90",
                                "70"),
                        new Change(
                                "config.traffic_config.routes[support-4].traffic_percentage",
                                "10",
                                "30"));
        assertThatThrownBy(() -> plan("traffic", Map.of("traffic", "support-3=70")))
                .hasMessageContaining("100");
        assertThatThrownBy(() -> plan("traffic", Map.of("traffic", "x=100")))
                .hasMessageContaining("support-3, support-4");
    }

    @Test
    void entities_are_added_without_traffic_and_removed_with_where_theirs_goes() {
        Map<String, String> entity =
                Map.of(
                        "served_name", "next",
                        "entity_name", "main.bots.support",
                        "entity_version", "5");
        JsonNode sent = call(plan("add-entity", entity)).body();
        assertThat(sent.path("served_entities")).hasSize(3);
        assertThat(sent.at("/traffic_config/routes/2/traffic_percentage").intValue()).isZero();

        assertThat(field("remove-entity", Map.of("served_entity", "support-4")))
                .isEqualTo("traffic");
        JsonNode left =
                call(plan(
                                "remove-entity",
                                Map.of(
                                        "served_entity", "support-4",
                                        "traffic", "support-3=100")))
                        .body();
        assertThat(left.path("served_entities")).hasSize(1);
        assertThat(left.at("/traffic_config/routes")).hasSize(1);
    }

    @Test
    void tags_are_added_and_deleted_one_by_one() {
        assertThat(present("tags")).containsEntry("tags", "stage=test, team=help");
        Plan plan = plan("tags", Map.of("tags", "{\"team\":\"help\",\"note\":\"a, b\"}"));
        assertThat(call(plan).body())
                .hasToString(
                        "{\"add_tags\":[{\"key\":\"note\",\"value\":\"a, b\"}],\"delete_tags\":[\"stage\"]}");
        assertThat(call(plan).method()).isEqualTo("PATCH");
    }

    @Test
    void limits_and_guardrails_replace_all_so_the_rest_is_sent_along() {
        Map<String, String> values = present("ai-gateway");
        assertThat(values)
                .containsEntry("usage_tracking", "true")
                .containsEntry("fallback", "false")
                .containsEntry("endpoint_calls", "")
                .containsEntry("input_pii", "NONE");
        values.put("endpoint_calls", "100");
        values.put("input_pii", "MASK");
        values.put("input_keywords", "one, two");
        Plan plan = plan("ai-gateway", values);
        assertThat(call(plan).method() + " " + call(plan).path())
                .isEqualTo("PUT /api/2.0/serving-endpoints/support/ai-gateway");
        assertThat(call(plan).body())
                .hasToString(
                        "{\"usage_tracking_config\":{\"enabled\":true},\"fallback_config\":{\"enabled\":false},\"rate_limits\":[{\"calls\":10,\"key\":\"user_group\",\"principal\":\"g\",\"renewal_period\":\"minute\"},{\"key\":\"endpoint\",\"renewal_period\":\"minute\",\"calls\":100}],\"guardrails\":{\"input\":{\"pii\":{\"behavior\":\"MASK\"},\"invalid_keywords\":[\"one\",\"two\"]}}}");
        assertThatThrownBy(() -> plan("ai-gateway", present("ai-gateway")))
                .hasMessageContaining("Nothing would change");
    }

    @Test
    void the_whole_configuration_can_be_edited() {
        Map<String, String> values = present("configure");
        values.put("config", values.get("config").replace("\"3\"", "\"9\""));
        assertThat(plan("configure", values).changes())
                .extracting(Change::path)
                .containsExactly("config.served_entities[support-3].entity_version");
        assertThat(field("configure", Map.of("config", "{oops"))).isEqualTo("config");
    }

    @Test
    void an_update_that_runs_is_waited_for() {
        fake.on(
                WorkspaceBodies.LIST + "/support",
                WorkspaceBodies.SUPPORT.replace("NOT_UPDATING", "IN_PROGRESS"));
        for (String id : List.of("change", "traffic", "configure")) {
            Map<String, String> values = present(id);
            values.put("traffic", "support-3=100");
            assertThatThrownBy(() -> plan(id, values))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.Conflict.class))
                    .hasMessageContaining("being updated");
        }
    }

    @Test
    void deleting_shows_what_goes() {
        Plan plan = plan("delete", Map.of());
        assertThat(action("delete").destructive()).isTrue();
        assertThat(plan.changes()).allMatch(change -> change.after().isEmpty());
        assertThat(call(plan).method() + " " + call(plan).path())
                .isEqualTo("DELETE /api/2.0/serving-endpoints/support");
    }

    @Test
    void what_is_read_back_is_the_configuration_that_comes() {
        Map<String, String> values = present("change");
        values.put("workload_size", "Medium");
        Plan plan = plan("change", values);
        JsonNode coming =
                Json.parse(
                        "{\"name\":\"support\",\"config\":{\"served_entities\":[]},\"pending_config\":{\"served_entities\":[{\"name\":\"support-4\"},{\"name\":\"support-3\",\"workload_size\":\"Medium\",\"state\":{}}]}}");
        assertThat(plan.told().apply(coming).at("/config/served_entities/1"))
                .hasToString("{\"name\":\"support-3\",\"workload_size\":\"Medium\"}");
    }

    private Plan plan(String id, Map<String, String> values) {
        ServerAction action = action(id);
        return action.plan(
                site, action.target() == ServerAction.Target.SERVER ? "" : "support", values);
    }

    private Map<String, String> present(String id) {
        return new HashMap<>(action(id).present(site, "support"));
    }

    private static ServerAction action(String id) {
        return new DatabricksServer()
                .actions().stream()
                        .filter(action -> action.id().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    private String field(String id, Map<String, String> values) {
        try {
            plan(id, values);
        } catch (EngineException e) {
            return ((Problem.Invalid) e.problem()).field();
        }
        throw new AssertionError("no problem");
    }

    private static Plan.Call call(Plan plan) {
        assertThat(plan.calls()).hasSize(1);
        return plan.calls().getFirst();
    }
}
