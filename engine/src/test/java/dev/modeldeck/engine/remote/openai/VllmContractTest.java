package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_RUNNING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** vLLM, after its OpenAI server and {@code docs/design/metrics.md}. */
class VllmContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.vllm();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /version", "{\"version\": \"0.11.0\"}")
                .on(
                        "GET /v1/models",
                        """
                        {"object": "list", "data": [
                          {"id": "org/m", "object": "model", "created": 1, "owned_by": "vllm",
                           "root": "org/m", "parent": null, "max_model_len": 131072, "permission": []},
                          {"id": "sql", "object": "model", "created": 1, "owned_by": "vllm",
                           "root": "/adapters/sql", "parent": "org/m", "permission": []}]}\
                        """)
                .on(
                        "GET /metrics",
                        FakeServer.text(
                                200,
                                """
                                # TYPE vllm:num_requests_running gauge
                                vllm:num_requests_running{engine="0",model_name="org/m"} 3.0
                                vllm:kv_cache_usage_perc{engine="0",model_name="org/m"} 0.25
                                vllm:request_success_total{engine="0",finished_reason="stop",model_name="org/m"} 5.0
                                vllm:request_success_total{engine="0",finished_reason="length",model_name="org/m"} 2.0
                                vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf",model_name="org/m"} 7.0
                                vllm:time_to_first_token_seconds_count{engine="0",model_name="org/m"} 7.0
                                vllm:inter_token_latency_seconds_sum{engine="0",model_name="org/m"} 1.5
                                """));
    }

    @Override
    protected String model() {
        return "org/m";
    }

    @Test
    void its_version_facts_and_figures_are_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("0.11.0");
        assertThat(look.models().getFirst().facts())
                .containsEntry("Context", "131,072")
                .containsEntry("Weights", "org/m")
                .doesNotContainKey("Adapter of");
        assertThat(look.models().getLast().facts()).containsEntry("Adapter of", "org/m");
        assertThat(look.capabilities()).contains(Capability.METRICS);
        assertThat(look.figures())
                .contains(
                        new Figure(REQUESTS_RUNNING, "org/m", 3),
                        new Figure(KV_CACHE_USED, "org/m", 0.25),
                        new Figure(REQUESTS, "org/m", 7),
                        new Figure(FIRST_TOKENS, "org/m", 7),
                        new Figure(INTER_TOKEN_SECONDS, "org/m", 1.5));
    }

    @Test
    void an_older_version_calls_them_otherwise() {
        fake.on(
                "GET /metrics",
                FakeServer.text(
                        200,
                        "vllm:gpu_cache_usage_perc{model_name=\"m\"} 0.5\nvllm:time_per_output_token_seconds_sum{model_name=\"m\"} 2\n"));
        assertThat(server().look(site()).figures())
                .containsExactlyInAnyOrder(
                        new Figure(KV_CACHE_USED, "m", 0.5),
                        new Figure(INTER_TOKEN_SECONDS, "m", 2));
    }

    @Test
    void without_metrics_and_version_it_is_seen_all_the_same() {
        fake.on("GET /metrics", FakeServer.text(404, ""))
                .on("GET /version", FakeServer.text(404, ""));
        ServerLook look = server().look(site());
        assertThat(look.figures()).isEmpty();
        assertThat(look.version()).isEmpty();
        assertThat(look.capabilities()).doesNotContain(Capability.METRICS);
    }

    @Test
    void it_takes_everything_that_can_be_asked() {
        assertThat(ignored(DEMANDING.withForm(new AnswerForm.Choice(List.of("yes", "no")))))
                .isEmpty();
        assertThat(sent().path("structured_outputs").path("choice")).hasSize(2);
        assertThat(sent().path("stream_options").path("continuous_usage_stats").asBoolean())
                .isTrue();
    }

    @Test
    void adapters_are_loaded_and_unloaded_where_the_server_lets_them() {
        ServerAction load = server().actions().getFirst();
        ServerAction unload = server().actions().getLast();
        Plan plan = load.plan(site(), "", Map.of("lora_name", "sql", "lora_path", "/adapters/sql"));
        assertThat(plan.calls())
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.path()).isEqualTo(fake.address() + "/v1/load_lora_adapter");
                    assertThat(String.valueOf(call.body()))
                            .isEqualTo("{\"lora_name\":\"sql\",\"lora_path\":\"/adapters/sql\"}");
                });
        List<ServedModel> models = server().look(site()).models();
        assertThat(unload.offeredFor(models.getFirst())).isFalse();
        assertThat(unload.offeredFor(models.getLast())).isTrue();
        assertThat(String.valueOf(unload.plan(site(), "sql", Map.of()).calls().getFirst().body()))
                .isEqualTo("{\"lora_name\":\"sql\"}");
        fake.on("GET /openapi.json", "{\"paths\":{\"/v1/models\":{}}}");
        assertThat(problem(() -> unload.plan(site(), "sql", Map.of())))
                .isInstanceOf(Problem.Invalid.class);
    }
}
