package dev.modeldeck.engine.remote.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

/** What would be sent to change an Ollama. */
class OllamaActionsTest {

    private final FakeServer fake = new FakeServer();
    private final HttpCalls http = new HttpCalls(HttpTerms.patient());

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void pulling_is_streamed() {
        Plan.Call pull = only("pull", Map.of("model", "llama3.2:3b"));
        assertThat(pull)
                .isEqualTo(new Plan.Call("POST", "/api/pull", pull.body(), true))
                .extracting(call -> String.valueOf(call.body()))
                .isEqualTo("{\"model\":\"llama3.2:3b\"}");
        assertThatThrownBy(() -> only("pull", Map.of()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new Problem.Invalid(
                                                        "\"model\" is needed.", "model")));
    }

    @Test
    void a_model_is_made_of_another_with_parameters_of_its_own() {
        Plan.Call create =
                only(
                        "create",
                        Map.of(
                                "model",
                                "terse",
                                "from",
                                "llama3.2:3b",
                                "system",
                                "Be brief.",
                                "quantize",
                                "q8_0",
                                "parameters",
                                "temperature 0.2; num_ctx 8192\nstop \"a; b\"\nstop END\nuse_mmap false"));
        assertThat(create.streamed()).isTrue();
        assertThat(String.valueOf(create.body()))
                .isEqualTo(
                        "{\"model\":\"terse\",\"from\":\"llama3.2:3b\",\"system\":\"Be brief.\",\"quantize\":\"q8_0\","
                                + "\"parameters\":{\"temperature\":0.2,\"num_ctx\":8192,\"stop\":[\"a; b\",\"END\"],\"use_mmap\":false}}");
        assertThatThrownBy(() ->
                        only("create", Map.of("model", "a", "from", "b", "parameters", "stop")))
                .hasMessageContaining("without a value");
    }

    @Test
    void models_are_loaded_kept_and_unloaded() {
        assertThat(
                        String.valueOf(
                                only("load", Map.of("keep_alive", "-1", "num_ctx", "4096")).body()))
                .isEqualTo(
                        "{\"model\":\"m\",\"keep_alive\":-1,\"options\":{\"num_ctx\":4096},\"stream\":false}");
        assertThat(String.valueOf(only("load", Map.of("keep_alive", "1h")).body()))
                .contains("\"keep_alive\":\"1h\"");
        assertThat(only("unload", Map.of()))
                .extracting(call -> call.path() + call.body())
                .isEqualTo("/api/generate{\"model\":\"m\",\"keep_alive\":0,\"stream\":false}");
        assertThat(action("unload").offeredFor(model(ServedModel.State.NOT_LOADED))).isFalse();
        assertThat(action("unload").offeredFor(model(ServedModel.State.READY))).isTrue();
    }

    @Test
    void copying_and_deleting_name_the_model() {
        assertThat(String.valueOf(only("copy", Map.of("destination", "n")).body()))
                .isEqualTo("{\"source\":\"m\",\"destination\":\"n\"}");
        fake.on("GET /api/tags", "{\"models\":[{\"name\":\"m\",\"size\":5},{\"name\":\"n\"}]}");
        Plan delete = action("delete").plan(site(), "m", Map.of());
        assertThat(action("delete").destructive()).isTrue();
        assertThat(delete.before().toString()).isEqualTo("{\"name\":\"m\",\"size\":5}");
        assertThat(delete.after().isEmpty()).isTrue();
        assertThat(delete.calls().getFirst().method()).isEqualTo("DELETE");
        assertThat(String.valueOf(delete.calls().getFirst().body())).isEqualTo("{\"model\":\"m\"}");
    }

    private Plan.Call only(String id, Map<String, String> values) {
        return action(id).plan(site(), "m", values).calls().getFirst();
    }

    private Site site() {
        return new Site(fake.address(), http, Map::of, Map.of());
    }

    private static ServedModel model(ServedModel.State state) {
        return new ServedModel("m", "", state, Set.of(), Map.of());
    }

    private static ServerAction action(String id) {
        return new OllamaServer()
                .actions().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }
}
