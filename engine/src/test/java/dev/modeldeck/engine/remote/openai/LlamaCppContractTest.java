package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_WAITING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** llama.cpp's server, with the bodies that build 11669 sends. */
class LlamaCppContractTest extends OpenAiProtocolContract {

    private static final String ROUTED =
            """
            {"object": "list", "data": [
              {"id": "a", "object": "model", "owned_by": "llamacpp", "context_length": 256,
               "status": {"value": "loaded", "args": []}},
              {"id": "b", "object": "model", "owned_by": "llamacpp", "status": {"value": "unloaded"}},
              {"id": "c", "object": "model", "owned_by": "llamacpp", "status": {"value": "loading"}},
              {"id": "d", "object": "model", "owned_by": "llamacpp",
               "status": {"value": "unloaded", "exit_code": 1, "failed": true}}]}\
            """;

    @Override
    protected RemoteServer server() {
        return OpenAiServer.llamaCpp();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                        "GET /props",
                        """
                        {"default_generation_settings": {"params": {"temperature": 0.8}, "n_ctx": 4096},
                         "total_slots": 2, "model_path": "/m/tiny.gguf", "endpoint_slots": true,
                         "endpoint_metrics": true, "modalities": {"vision": true, "audio": false},
                         "chat_template_caps": {"supports_tools": false},
                         "build_info": "b11669", "is_sleeping": false}\
                        """)
                .on(
                        "GET /slots",
                        """
                        [{"id": 0, "n_ctx": 4096, "is_processing": true},
                         {"id": 1, "n_ctx": 4096, "is_processing": false}]\
                        """)
                .on(
                        "GET /metrics",
                        FakeServer.text(
                                200,
                                "# TYPE llamacpp:tokens_predicted_total counter\nllamacpp:tokens_predicted_total 12\nllamacpp:requests_deferred 3\n"))
                .on(
                        "GET /v1/models",
                        """
                        {"object": "list", "data": [{"id": "tiny.gguf", "aliases": ["tiny.gguf", "t"],
                          "object": "model", "owned_by": "llamacpp", "meta": {"n_vocab": 263, "n_ctx": 4096,
                          "n_ctx_train": 8192, "n_params": 66960, "size": 134400000, "ftype": "F16"}}]}\
                        """);
    }

    @Override
    protected String model() {
        return "tiny.gguf";
    }

    @Test
    void its_props_slots_and_metrics_are_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("b11669");
        assertThat(look.facts())
                .containsEntry("Context of a slot", "4,096")
                .containsEntry("Slots", "2")
                .containsEntry("Slots in use", "1")
                .containsEntry("Takes vision", "yes")
                .doesNotContainKey("Takes audio");
        assertThat(look.capabilities())
                .contains(Capability.METRICS, Capability.VISION)
                .doesNotContain(Capability.TOOLS, Capability.LOADING);
        assertThat(look.models().getFirst().facts())
                .containsEntry("Parameters", "66,960")
                .containsEntry("Size", "134.4 MB")
                .containsEntry("Also called", "t");
        assertThat(look.figures())
                .containsExactlyInAnyOrder(
                        new Figure(GENERATED_TOKENS, "", 12), new Figure(REQUESTS_WAITING, "", 3));
    }

    @Test
    void a_server_without_metrics_and_slots_is_not_asked_for_them() {
        fake.on(
                "GET /props",
                "{\"default_generation_settings\":{},\"endpoint_slots\":false,\"endpoint_metrics\":false}");
        assertThat(server().look(site()).figures()).isEmpty();
        assertThat(fake.asked())
                .noneMatch(asked ->
                        asked.line().contains("slots") || asked.line().contains("metrics"));
    }

    @Test
    void it_is_known_by_its_props_where_its_models_are_called_otherwise() {
        fake.on("GET /v1/models", "{\"data\":[{\"id\":\"x\",\"owned_by\":\"me\"}]}");
        assertThat(server().recognise(site()).orElseThrow().evidence()).contains("/props");
    }

    @Test
    void a_router_tells_the_state_of_its_models_and_moves_them() {
        fake.on("GET /props", "{\"role\":\"router\",\"max_instances\":4,\"models_autoload\":false}")
                .on("GET /v1/models", ROUTED)
                .on(
                        "GET /metrics?model=a",
                        FakeServer.text(200, "llamacpp:tokens_predicted_total 12\n"));
        ServerLook look = server().look(site());
        assertThat(look.capabilities()).contains(Capability.LOADING);
        assertThat(look.models())
                .extracting(ServedModel::state)
                .containsExactly(
                        ServedModel.State.READY,
                        ServedModel.State.NOT_LOADED,
                        ServedModel.State.CHANGING,
                        ServedModel.State.FAILED);
        assertThat(look.figures()).containsExactly(new Figure(GENERATED_TOKENS, "a", 12));
        assertThat(fake.asked()).noneMatch(asked -> asked.line().contains("?model=b"));
        assertThat(offered("load", look.models())).containsExactly("b", "d");
        assertThat(offered("unload", look.models())).containsExactly("a");
        Plan.Call call = action("load").plan(site(), "b", Map.of()).calls().getFirst();
        assertThat(call.path()).isEqualTo(fake.address() + "/models/load");
        assertThat(String.valueOf(call.body())).isEqualTo("{\"model\":\"b\"}");
    }

    @Test
    void one_model_alone_is_not_unloaded() {
        assertThat(offered("unload", server().look(site()).models())).isEmpty();
        assertThat(offered("erase_slot", server().look(site()).models())).containsExactly(model());
    }

    @Test
    void the_caches_of_slots_are_saved_restored_and_erased() {
        Plan.Call save =
                action("save_slot")
                        .plan(site(), model(), Map.of("slot", "1", "filename", "a.bin"))
                        .calls()
                        .getFirst();
        assertThat(save.path()).isEqualTo(fake.address() + "/slots/1?action=save");
        assertThat(String.valueOf(save.body())).contains("\"filename\":\"a.bin\"");
        assertThat(action("erase_slot").destructive()).isTrue();
        assertThat(action("erase_slot").plan(site(), model(), Map.of()).calls().getFirst().path())
                .endsWith("/slots/0?action=erase");
        assertThat(problem(() -> action("restore_slot").plan(site(), model(), Map.of())))
                .isEqualTo(new Problem.Invalid("\"filename\" is needed.", "filename"));
        assertThat(problem(() -> action("erase_slot").plan(site(), model(), Map.of("slot", "x"))))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void its_own_words_are_used() {
        assertThat(ignored(DEMANDING.withForm(new AnswerForm.Choice(List.of("a \"b\"", "c")))))
                .isEmpty();
        assertThat(sent().path("repeat_penalty").asDouble()).isEqualTo(1.1);
        assertThat(sent().path("grammar").asString()).isEqualTo("root ::= \"a \\\"b\\\"\" | \"c\"");
        assertThat(
                        ignored(
                                TextOptions.defaults()
                                        .withForm(new AnswerForm.Grammar("root ::= \"a\""))))
                .isEmpty();
        assertThat(sent().path("grammar").asString()).isEqualTo("root ::= \"a\"");
        assertThat(ignored(TextOptions.defaults().withForm(new AnswerForm.Pattern("a+"))))
                .containsExactly("structured_outputs");
    }

    @Test
    void the_times_that_it_measured_are_handed_on() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        piece("Hi")
                                                + "data: {\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"delta\":{}}],"
                                                + "\"timings\":{\"cache_n\":0,\"prompt_n\":21,\"prompt_ms\":1.224,\"predicted_n\":3,\"predicted_ms\":0.342}}\n\n"
                                                + "data: [DONE]\n\n")));
        InferenceResult.Text text = (InferenceResult.Text) call(site());
        assertThat(text.timings())
                .isEqualTo(
                        new ServerTimings(
                                null,
                                null,
                                Duration.ofNanos(1_224_000),
                                Duration.ofNanos(342_000)));
    }

    private List<String> offered(String id, List<ServedModel> models) {
        return models.stream().filter(action(id)::offeredFor).map(ServedModel::name).toList();
    }

    private ServerAction action(String id) {
        return server().actions().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
