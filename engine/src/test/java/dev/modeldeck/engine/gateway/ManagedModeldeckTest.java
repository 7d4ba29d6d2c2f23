package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.Progress;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another Modeldeck, recognised as such, whose endpoints are managed from here. */
class ManagedModeldeckTest extends ConnectedGateway {

    @Override
    List<RemoteServer> kinds() {
        return BuiltIns.servers();
    }

    /** As its snippets for OpenAI's clients have it. */
    @Override
    String path() {
        return "/v1";
    }

    @Test
    void it_offers_what_its_gateway_does_and_nothing_else() throws Exception {
        ServerLook look = seen(all -> all.models().size() == 2);
        assertThat(connections.all().get().getFirst().server()).isEqualTo("modeldeck");
        assertThat(look.capabilities()).contains(Capability.MANAGING);
        assertThat(look.models().getFirst().facts())
                .containsEntry("Served entities", "main.default.chat version 1");
        assertThat(connections.actions(id))
                .extracting(ServerAction::id)
                .containsExactly(
                        "create",
                        "change",
                        "traffic",
                        "add-entity",
                        "remove-entity",
                        "tags",
                        "configure",
                        "start",
                        "stop",
                        "delete");
        assertThat(action("create").settings())
                .extracting(setting -> setting.key())
                .contains("device", "dtype", "context_length")
                .doesNotContain(
                        "workload_type",
                        "min_provisioned_concurrency",
                        "route_optimized",
                        "budget_policy_id");
    }

    @Test
    void an_endpoint_is_created_called_changed_and_deleted() throws Exception {
        seen(all -> true);
        Map<String, String> values = beginning("create");
        values.putAll(
                Map.of(
                        "name", "mine",
                        "entity_name", "main.default.chat",
                        "entity_version", "1",
                        "served_name", "first",
                        "dtype", "bf16",
                        "context_length", "512",
                        "environment_vars", "A=b",
                        "description", "Made from afar",
                        "tags", "team=me"));
        assertThat(run("create", "", values).different()).isEmpty();
        ready("mine");

        Map<String, String> second = beginning("add-entity");
        second.putAll(
                Map.of(
                        "served_name", "second",
                        "entity_name", "main.default.chat",
                        "entity_version", "1"));
        assertThat(run("add-entity", "mine", second).different()).isEmpty();
        ready("mine");
        assertThat(served("mine")).isEqualTo("first");
        assertThat(run("traffic", "mine", Map.of("traffic", "first=0, second=100")).different())
                .isEmpty();
        ready("mine");
        assertThat(served("mine")).isEqualTo("second");
        assertThat(run("tags", "mine", Map.of("tags", "team=you")).different()).isEmpty();

        run("stop", "mine", Map.of());
        seen(all -> is(all, "mine", ServedModel.State.STOPPED));
        assertThat(action("start").offeredFor(endpoint("mine"))).isTrue();
        run("start", "mine", Map.of());
        seen(all -> is(all, "mine", ServedModel.State.READY));
        assertThat(action("start").offeredFor(endpoint("mine"))).isFalse();
        run("delete", "mine", Map.of());
        seen(all -> all.models().size() == 2);
    }

    @Test
    void another_size_is_another_number_of_calls_at_once_and_the_rest_stays() throws Exception {
        seen(all -> true);
        Map<String, String> form = new HashMap<>(connections.present(id, action("change"), "chat"));
        assertThat(form)
                .containsEntry("device", "cpu")
                .containsEntry("dtype", "auto")
                .containsEntry("context_length", "");
        form.put("workload_size", "Medium");
        form.put("dtype", "int8");
        Plan plan = connections.plan(id, action("change"), "chat", form);
        assertThat(plan.changes())
                .extracting(Change::path)
                .containsExactly(
                        "config.served_entities[chat-1].compute.concurrency",
                        "config.served_entities[chat-1].compute.dtype",
                        "config.served_entities[chat-1].workload_size");
        assertThat(connections.run(id, plan, Progress.none()).different()).isEmpty();
        // What was seen last may be from before the update.
        seen(_ -> compute("chat").concurrency() == 16);
        assertThat(compute("chat").dtype()).isEqualTo("int8");
    }

    private ServedEntity.Compute compute(String endpoint) {
        return running.endpoints.all().get().stream()
                .filter(one -> one.name().value().equals(endpoint))
                .findFirst()
                .orElseThrow()
                .config()
                .orElseThrow()
                .entities()
                .getFirst()
                .compute();
    }

    @Test
    void its_logs_events_entities_and_models_are_read() throws Exception {
        seen(all -> true);
        Map<String, ServerPage> pages = new HashMap<>();
        connections.pages(id).forEach(page -> pages.put(page.label(), page));
        assertThat(pages).containsOnlyKeys("Served entities", "Events", "Log", "Registered models");
        assertThat(connections.read(id, pages.get("Log"), "chat"))
                .isEqualTo(new ServerPage.Content.Text("loading\nready\n"));
        assertThat(connections.read(id, pages.get("Served entities"), "chat").toString())
                .contains("chat-1", "in use", "ready");
        assertThat(connections.read(id, pages.get("Events"), "chat").toString())
                .contains("T", ": ");
        assertThat(connections.read(id, pages.get("Registered models"), "").toString())
                .contains("main.default.chat");
    }

    /** The values with which the form of an action begins where nothing is there yet. */
    private Map<String, String> beginning(String action) {
        Map<String, String> values = new HashMap<>();
        action(action).settings().forEach(spec -> values.put(spec.key(), spec.defaultValue()));
        return values;
    }

    private ServedModel endpoint(String name) {
        return connections.all().get().getFirst().health().seen().orElseThrow().models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Which served entity answers. */
    private String served(String endpoint) throws InterruptedException {
        try (Backend backend = connections.backend(id, endpoint)) {
            InferenceResult.Text text =
                    (InferenceResult.Text) backend.answer(chat("so be it"), ChunkListener.none());
            assertThat(text.choices().getFirst().text()).isEqualTo("so be it");
            return String.valueOf(running.recorded.take().servedEntity());
        }
    }
}
