package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** LM Studio, after {@code 1_developer/2_rest} of its documentation. */
class LmStudioContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.lmStudio();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /api/v1/models",
                """
                {"models": [
                  {"type": "llm", "publisher": "lmstudio-community", "key": "gemma-3-270m-it-qat",
                   "architecture": "gemma3", "quantization": {"name": "Q4_0", "bits_per_weight": 4},
                   "size_bytes": 241410208, "params_string": "270M",
                   "loaded_instances": [
                     {"id": "gemma-3-270m-it-qat", "config": {"context_length": 4096, "flash_attention": false}},
                     {"id": "gemma-3-270m-it-qat:2", "config": {"context_length": 4096}}],
                   "max_context_length": 32768, "format": "gguf",
                   "capabilities": {"vision": false, "trained_for_tool_use": true}},
                  {"type": "embedding", "publisher": "gaianet", "key": "nomic",
                   "quantization": {"name": "F16"}, "size_bytes": 274290560, "params_string": null,
                   "loaded_instances": [], "max_context_length": 2048, "format": "gguf"}]}\
                """);
    }

    @Override
    protected String model() {
        return "gemma-3-270m-it-qat";
    }

    @Test
    void what_is_loaded_and_what_is_not_is_seen() {
        List<ServedModel> models = server().look(site()).models();
        assertThat(models.getFirst().state()).isEqualTo(ServedModel.State.READY);
        assertThat(models.getFirst().facts())
                .containsEntry("Context", "4,096")
                .containsEntry("Flash attention", "no")
                .containsEntry("Size", "241.4 MB");
        assertThat(models.getFirst().capabilities()).contains(Capability.TOOLS);
        assertThat(models.getLast().state()).isEqualTo(ServedModel.State.NOT_LOADED);
        assertThat(models.getLast().capabilities())
                .containsExactlyInAnyOrder(Capability.EMBEDDING, Capability.LOADING);
    }

    @Test
    void loading_says_what_was_filled_in_and_no_more() {
        ServerAction load = server().actions().getFirst();
        Plan.Call call =
                load.plan(
                                site(),
                                "nomic",
                                Map.of("context_length", "2048", "flash_attention", "false"))
                        .calls()
                        .getFirst();
        assertThat(call.path()).isEqualTo(fake.address() + "/api/v1/models/load");
        assertThat(String.valueOf(call.body()))
                .isEqualTo(
                        "{\"model\":\"nomic\",\"context_length\":2048,\"flash_attention\":false,\"echo_load_config\":true}");
        assertThat(problem(() -> load.plan(site(), "nomic", Map.of("context_length", "many"))))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void unloading_takes_every_instance() {
        ServerAction unload = server().actions().getLast();
        assertThat(unload.plan(site(), model(), Map.of()).calls())
                .extracting(call -> String.valueOf(call.body()))
                .containsExactly(
                        "{\"instance_id\":\"gemma-3-270m-it-qat\"}",
                        "{\"instance_id\":\"gemma-3-270m-it-qat:2\"}");
        List<ServedModel> models = server().look(site()).models();
        assertThat(unload.offeredFor(models.getFirst())).isTrue();
        assertThat(unload.offeredFor(models.getLast())).isFalse();
    }

    @Test
    void an_older_one_tells_of_its_models_and_loads_none() {
        // It answers so to what it does not know.
        fake.on(
                        "GET /api/v1/models",
                        "{\"error\":\"Unexpected endpoint or method. (GET /api/v1/models)\"}")
                .on(
                        "GET /api/v0/models",
                        """
                        {"object": "list", "data": [
                          {"id": "a", "object": "model", "type": "vlm", "publisher": "p", "arch": "qwen2_vl",
                           "compatibility_type": "mlx", "quantization": "4bit", "state": "not-loaded",
                           "max_context_length": 32768},
                          {"id": "b", "object": "model", "type": "embeddings", "arch": "nomic-bert",
                           "compatibility_type": "gguf", "state": "loaded", "max_context_length": 2048}]}\
                        """);
        assertThat(server().recognise(site()).orElseThrow().evidence()).contains("/api/v0/models");
        List<ServedModel> models = server().look(site()).models();
        assertThat(models)
                .extracting(ServedModel::state)
                .containsExactly(ServedModel.State.NOT_LOADED, ServedModel.State.READY);
        assertThat(models.getFirst().capabilities()).contains(Capability.CHAT, Capability.VISION);
        assertThat(models.getLast().capabilities()).containsExactly(Capability.EMBEDDING);
        assertThat(server().actions()).noneMatch(action -> action.offeredFor(models.getFirst()));
    }

    @Test
    void any_json_is_asked_for_by_a_schema() {
        assertThat(ignored(DEMANDING.withForm(new AnswerForm.AnyObject())))
                .containsExactlyInAnyOrder("min_p", "logprobs", "top_logprobs");
        assertThat(sent().path("response_format").path("json_schema").path("schema").toString())
                .isEqualTo("{\"type\":\"object\"}");
    }
}
