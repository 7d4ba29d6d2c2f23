package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.ActionOutcome;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.remote.databricks.DatabricksServer;
import dev.modeldeck.engine.remote.mlflow.TrackingServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our own gateway as a workspace of Databricks: connected, changed, called and watched. */
class ConnectedGatewayTest extends ConnectedGateway {

    @Override
    List<RemoteServer> kinds() {
        return List.of(new DatabricksServer(), new TrackingServer());
    }

    @Override
    String path() {
        return "/";
    }

    @Test
    void it_is_recognised_and_seen() throws Exception {
        ServerLook look = seen(all -> all.models().size() == 2);
        assertThat(connections.all().get().getFirst().server()).isEqualTo("databricks");
        ServedModel chat = look.models().getFirst();
        assertThat(chat.state()).isEqualTo(ServedModel.State.READY);
        assertThat(chat.capabilities()).contains(Capability.CHAT, Capability.LOADING);
        assertThat(chat.facts())
                .containsEntry("Served entities", "main.default.chat version 1, 100 %");
        assertThat(look.figures())
                .contains(new Figure(Figure.Measure.REQUESTS_LAST_MINUTE, "chat", 3));
        Map<String, ServerPage> pages = new HashMap<>();
        connections.pages(id).forEach(page -> pages.put(page.id(), page));
        assertThat(connections.read(id, pages.get("logs"), "chat"))
                .isEqualTo(new ServerPage.Content.Text("loading\nready\n"));
        assertThat(connections.read(id, pages.get("entities"), "chat").toString())
                .contains("chat-1", "in use", "ready");
        assertThat(connections.read(id, pages.get("catalog"), "").toString())
                .contains("main.default.chat", "Workspace");
    }

    @Test
    void an_endpoint_is_created_changed_read_back_called_stopped_and_deleted() throws Exception {
        seen(all -> true);
        ActionOutcome created =
                run(
                        "create",
                        "",
                        Map.of(
                                "name", "mine",
                                "entity_name", "main.default.chat",
                                "entity_version", "1",
                                "workload_size", "Small",
                                "scale_to_zero_enabled", "false",
                                "served_name", "first",
                                "tags", "team=me"));
        assertThat(created.different()).isEmpty();
        ready("mine");

        Map<String, String> form = new HashMap<>(connections.present(id, action("change"), "mine"));
        form.put("workload_size", "Medium");
        Plan plan = connections.plan(id, action("change"), "mine", form);
        assertThat(plan.changes())
                .containsExactly(
                        new Change(
                                "config.served_entities[first].workload_size",
                                "\"Small\"",
                                "\"Medium\""));
        assertThat(connections.run(id, plan, Progress.none()).different()).isEmpty();
        ready("mine");
        assertThat(connections.present(id, action("change"), "mine"))
                .containsEntry("workload_size", "Medium")
                .containsEntry("scale_to_zero_enabled", "false");

        Map<String, String> second =
                Map.of(
                        "served_name", "second",
                        "entity_name", "main.default.chat",
                        "entity_version", "1",
                        "traffic", "first=0, second=100");
        assertThat(run("add-entity", "mine", second).different()).isEmpty();
        ready("mine");
        assertThat(run("tags", "mine", Map.of("tags", "team=you")).different()).isEmpty();

        List<String> pieces = new ArrayList<>();
        try (Backend backend = connections.backend(id, "mine")) {
            InferenceResult.Text text =
                    (InferenceResult.Text)
                            backend.answer(chat("so be it"), piece -> pieces.add(piece.text()));
            assertThat(text.choices().getFirst().text()).isEqualTo("so be it");
            assertThat(text.usage().completionTokens()).isEqualTo(3);
            assertThat(text.notes().served()).isEqualTo("second");
        }
        assertThat(pieces).containsSubsequence("so ", "be ", "it");

        run("stop", "mine", Map.of());
        seen(all -> is(all, "mine", ServedModel.State.STOPPED));
        run("start", "mine", Map.of());
        seen(all -> is(all, "mine", ServedModel.State.READY));
        run("delete", "mine", Map.of());
        seen(all -> all.models().size() == 2);
    }

    @Test
    void what_the_server_makes_otherwise_is_told() throws Exception {
        seen(all -> true);
        Map<String, String> values = new HashMap<>();
        values.put("name", "tuned");
        values.put("entity_name", "main.default.chat");
        values.put("entity_version", "1");
        values.put("workload_type", "CPU_LARGE");
        assertThat(run("create", "", values).different())
                .containsExactly(
                        new Change(
                                "config.served_entities[chat-1].workload_type",
                                "\"CPU_LARGE\"",
                                "\"CPU\""));
    }

    @Test
    void rows_are_predicted() throws Exception {
        seen(all -> true);
        var rows =
                new Payload.Tabular(
                        new Payload.TabularInput.Frame(
                                List.of("a", "b"),
                                List.of(List.of(Json.parse("1"), Json.parse("2")))),
                        Json.object());
        try (Backend backend = connections.backend(id, "table")) {
            var result =
                    (InferenceResult.Predictions)
                            backend.answer(InferenceRequest.of(rows), ChunkListener.none());
            assertThat(result.predictions().toString()).contains("3");
        }
    }

    @Test
    void its_registered_models_are_seen() throws Exception {
        seen(all -> true);
        RemoteRegistry registry = connections.registry(id).orElseThrow();
        assertThat(registry.models(""))
                .extracting(RemoteRegistry.Model::name)
                .containsExactly("main.default.chat", "main.default.table");
        RemoteRegistry.Model chat = registry.models("chat").getFirst();
        assertThat(registry.versions(chat.id()))
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.number()).isEqualTo("1");
                    assertThat(registry.version(chat.id(), "1")).isEqualTo(version);
                });
    }

    @Test
    void it_is_a_tracking_server_as_well_whose_files_stay_where_they_are() {
        String tracking =
                connections
                        .save(
                                Connection.to("registry", running.uri("/"), Access.open())
                                        .withServer("mlflow"))
                        .id();
        RemoteRegistry registry = connections.registry(tracking).orElseThrow();
        RemoteRegistry.Version version = registry.version("main.default.chat", "1");
        assertThat(version.source()).isEqualTo(running.chatFiles.toString());
        assertThatThrownBy(() -> registry.files(version))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .hasMessageContaining("file:///");
        Map<String, String> alias = Map.of("alias", "champion", "version", "1");
        ServerAction action = new TrackingServer().actions().getFirst();
        Plan plan = connections.plan(tracking, action, "main.default.chat", alias);
        assertThat(connections.run(tracking, plan, Progress.none()).different()).isEmpty();
        assertThat(running.registry.version(ModelName.parse("chat"), "champion").number())
                .isEqualTo(1);
        Plan away =
                connections.plan(
                        tracking,
                        action,
                        "main.default.chat",
                        Map.of("alias", "champion", "version", ""));
        assertThat(connections.run(tracking, away, Progress.none()).different()).isEmpty();
        assertThat(running.registry.get(ModelName.parse("chat")).aliases()).isEmpty();
    }
}
