package dev.modeldeck.engine.remote.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteRegistry.Artifact;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.ServerPage.Content;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Logs, states and registries of a workspace. */
class WorkspacePagesTest {

    private static final String LOGS = WorkspaceBodies.LIST + "/support/served-models/";
    private static final String UNITY = "GET /api/2.1/unity-catalog/models";
    private static final String OLDER =
            "GET /api/2.0/mlflow/registered-models/search?max_results=200";

    private final DatabricksServer server = new DatabricksServer();
    private final FakeServer fake = new FakeServer();
    private final HttpCalls http = HttpCalls.patient();
    private final Site site = new Site(fake.address(), http, Map::of, Map.of());
    private final RemoteRegistry registry = server.registry(site).orElseThrow();

    @BeforeEach
    void teach() {
        WorkspaceBodies.teach(fake);
        fake.on(
                UNITY,
                """
                {"registered_models": [{"full_name": "main.bots.churn", "name": "churn",
                  "comment": "who leaves", "updated_at": 1700000000000,
                  "aliases": [{"alias_name": "champion", "version_num": 2}]}],
                 "next_page_token": "more"}\
                """);
        fake.on(
                UNITY + "?max_results=100&page_token=more",
                "{\"registered_models\": [{\"full_name\": \"main.bots.age\"}]}");
        fake.on(
                OLDER,
                "{\"registered_models\": [{\"name\": \"old one\", \"tags\": []}, {\"name\": \"prompt\", \"tags\": [{\"key\": \"mlflow.prompt.is_prompt\", \"value\": \"true\"}]}]}");
    }

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void logs_of_all_served_entities_are_one_text() {
        fake.on(LOGS + "support-3/build-logs", "{\"logs\": \"step 1\\nstep 2\"}");
        fake.on(LOGS + "support-4/build-logs", FakeServer.json(404, "{\"message\": \"gone\"}"));
        assertThat(read("build-logs"))
                .isEqualTo(
                        new Content.Text(
                                "== support-3 ==\nstep 1\nstep 2\n== support-4 ==\nNo log. gone\n"));
        fake.on(LOGS + "support-3/logs", FakeServer.json(403, "{}"));
        assertThatThrownBy(() -> read("logs")).hasMessageContaining("refuses this key");
    }

    @Test
    void states_of_served_entities_are_a_table() {
        Content.Table table = (Content.Table) read("entities");
        assertThat(table.rows())
                .containsExactly(
                        List.of(
                                "support-3",
                                "in use",
                                "ready",
                                "",
                                "2023-11-14T22:13:20Z",
                                "ada@example.com"),
                        List.of("support-4", "in use", "failed", "no room", "", ""));
    }

    @Test
    void who_may_do_what_is_a_table() {
        String asked = "GET /api/2.0/permissions/serving-endpoints/e1";
        fake.on(
                asked,
                """
                {"object_id": "/serving-endpoints/e1", "object_type": "serving-endpoint",
                 "access_control_list": [
                   {"user_name": "ada@example.com", "display_name": "Ada",
                    "all_permissions": [{"permission_level": "CAN_MANAGE", "inherited": false}]},
                   {"group_name": "admins", "all_permissions": [
                     {"permission_level": "CAN_MANAGE", "inherited": true,
                      "inherited_from_object": ["/serving-endpoints/"]},
                     {"permission_level": "CAN_SOMETHING", "inherited": false}]},
                   {"service_principal_name": "bot-1", "all_permissions": [
                     {"permission_level": "CAN_QUERY", "inherited": false}]}]}\
                """);
        assertThat(((Content.Table) read("permissions")).rows())
                .containsExactly(
                        List.of("ada@example.com", "user", "Ada", "manage", "itself"),
                        List.of("admins", "group", "", "manage", "/serving-endpoints/"),
                        List.of("admins", "group", "", "CAN_SOMETHING", "itself"),
                        List.of("bot-1", "service principal", "", "query", "itself"));
        fake.on(asked, FakeServer.json(403, "{}"));
        assertThatThrownBy(() -> read("permissions")).hasMessageContaining("refuses this key");
        fake.on(WorkspaceBodies.LIST + "/support", "{\"name\": \"support\"}");
        assertThatThrownBy(() -> read("permissions")).hasMessageContaining("no id of \"support\"");
    }

    @Test
    void models_of_both_registries_are_listed_without_prompts() {
        assertThat(registry.models(""))
                .extracting(Model::name)
                .containsExactly("main.bots.age", "main.bots.churn", "old one");
        assertThat(registry.models("CHURN"))
                .singleElement()
                .satisfies(model -> assertThat(model.aliases()).containsEntry("champion", "2"));
        Content.Table table = (Content.Table) server.read(site, page("catalog"), "");
        assertThat(table.rows())
                .contains(
                        List.of(
                                "main.bots.churn",
                                "Unity Catalog",
                                "who leaves",
                                "champion=2",
                                "2023-11-14T22:13:20Z"));
    }

    @Test
    void a_workspace_that_has_one_registry_only_shows_that_one() {
        fake.on(UNITY, FakeServer.json(404, "{}"));
        assertThat(registry.models("")).extracting(Model::name).containsExactly("old one");
        fake.on(OLDER, FakeServer.json(403, "{}"));
        assertThatThrownBy(() -> registry.models("")).hasMessageContaining("refuses this key");
        teach();
        fake.on(OLDER, FakeServer.json(400, "{}"));
        assertThat(registry.models("")).hasSize(2);
    }

    @Test
    void files_of_unity_catalog_are_walked_and_fetched() throws IOException {
        fake.on(
                UNITY + "/main.bots.churn/versions",
                "{\"model_versions\": [{\"version\": 2, \"status\": \"READY\", \"run_id\": \"r1\", \"created_at\": 5}, {\"version\": 10, \"status\": \"PENDING_REGISTRATION\"}]}");
        List<Version> versions = registry.versions("main.bots.churn");
        assertThat(versions).extracting(Version::number).containsExactly("10", "2");
        assertThat(versions).extracting(Version::ready).containsExactly(false, true);
        String root = "/Models/main/bots/churn/2";
        String folders = "GET /api/2.0/fs/directories" + root;
        fake.on(
                folders,
                "{\"contents\": [{\"path\": \"%1$s/MLmodel\", \"is_directory\": false, \"file_size\": 5}, {\"path\": \"%1$s/a b/\", \"is_directory\": true}]}"
                        .formatted(root));
        fake.on(
                folders + "/a%20b",
                "{\"contents\": [{\"path\": \"%s/a b/w.bin\", \"file_size\": 3}]}".formatted(root));
        Version second = versions.getLast();
        assertThat(registry.files(second))
                .containsExactly(new Artifact("MLmodel", 5), new Artifact("a b/w.bin", 3));
        fake.on("GET /api/2.0/fs/files" + root + "/a%20b/w.bin", FakeServer.text(200, "abc"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        registry.fetch(
                second,
                new Artifact("a b/w.bin", 3),
                0,
                begin -> {
                    assertThat(begin).isZero();
                    return out;
                });
        assertThat(out).hasToString("abc");
    }

    @Test
    void files_of_the_older_registry_are_said_to_be_out_of_reach() {
        fake.on(
                "GET /api/2.0/mlflow/model-versions/search",
                "{\"model_versions\": [{\"name\": \"old one\", \"version\": \"1\", \"status\": \"READY\"}]}");
        Version version = registry.versions("workspace:old one").getFirst();
        assertThatThrownBy(() -> registry.files(version))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .hasMessageContaining("old one")
                .hasMessageContaining("register the folder");
    }

    private Content read(String id) {
        return server.read(site, page(id), "support");
    }

    private ServerPage page(String id) {
        return server.pages().stream()
                .filter(page -> page.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
