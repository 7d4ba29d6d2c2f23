package dev.modeldeck.engine.remote.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteRegistry.Artifact;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a tracking server keeps, and how its files come. */
class TrackingRegistryTest {

    private static final Map<String, byte[]> FILES =
            Map.of("MLmodel", bytes("flavors"), "data/my weights.bin", bytes("0123456789"));

    private final TrackingServer server = new TrackingServer();
    private final FakeTracking fake = new FakeTracking();
    private final HttpCalls http = HttpCalls.patient();
    private final Site site = new Site(fake.address(), http, Map::of, Map.of());
    private final RemoteRegistry registry = server.registry(site).orElseThrow();

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void models_and_versions_are_read_without_prompts() {
        fake.version("churn", "9", "mlflow-artifacts:", FILES)
                .version("churn", "10", "mlflow-artifacts:", FILES);
        assertThat(registry.models("CHU")).extracting(Model::name).containsExactly("churn");
        assertThat(registry.models("prompt")).isEmpty();
        List<Version> versions = registry.versions("churn");
        assertThat(versions).extracting(Version::number).containsExactly("10", "9");
        Version version = registry.version("churn", "9");
        assertThat(version).isEqualTo(versions.getLast());
        assertThat(version.tags()).containsEntry("team", "search");
        assertThatThrownBy(() -> registry.version("churn", "7"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class));
    }

    @Test
    void files_that_the_server_passes_on_come_whole_whatever_was_there() throws IOException {
        fake.version("churn", "1", "mlflow-artifacts:", FILES);
        Version version = registry.version("churn", "1");
        assertThat(registry.files(version))
                .containsExactlyInAnyOrder(
                        new Artifact("MLmodel", 7), new Artifact("data/my weights.bin", 10));
        assertThat(fetched(version, 4)).isEqualTo("0:0123456789");
    }

    @Test
    void files_of_a_run_go_on_where_they_were_cut() throws IOException {
        fake.version("churn", "1", "s3://bucket", FILES);
        Version version = registry.version("churn", "1");
        assertThat(registry.files(version))
                .containsExactlyInAnyOrder(
                        new Artifact("MLmodel", 7), new Artifact("data/my weights.bin", 10));
        assertThat(fetched(version, 4)).isEqualTo("4:456789");
        assertThat(fetched(version, 10)).isEqualTo("0:0123456789");
    }

    @Test
    void a_model_that_was_logged_on_its_own_is_found() throws IOException {
        fake.version("churn", "1", "models:", FILES);
        fake.server
                .on(
                        "GET /api/2.0/mlflow/model-versions/get-download-uri",
                        "{\"artifact_uri\": \"models:/m-abc\"}")
                .on(
                        "GET /api/2.0/mlflow/logged-models/m-abc",
                        "{\"model\": {\"info\": {\"artifact_uri\": \"s3://b/m-abc\"}}}")
                .on(
                        "GET /api/2.0/mlflow/logged-models/m-abc/artifacts/directories",
                        "{\"files\": [{\"path\": \"data/my weights.bin\", \"is_dir\": false, \"file_size\": 10}]}");
        Version version = registry.version("churn", "1");
        assertThat(registry.files(version))
                .containsExactly(new Artifact("data/my weights.bin", 10));
        assertThat(fetched(version, 0)).isEqualTo("0:0123456789");
    }

    @Test
    void files_elsewhere_are_said_to_be_there() {
        fake.version("churn", "1", "s3://bucket", FILES);
        fake.server.on(
                "GET /api/2.0/mlflow/model-versions/get-download-uri",
                "{\"artifact_uri\": \"hdfs://far/away\"}");
        Version version = registry.version("churn", "1");
        assertThatThrownBy(() -> registry.files(version))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class))
                .hasMessageContaining("hdfs://far/away")
                .hasMessageContaining("--serve-artifacts");
    }

    @Test
    void versions_and_runs_are_tables() {
        fake.version("churn", "1", "mlflow-artifacts:", FILES);
        var versions = table("versions");
        assertThat(versions.rows().getFirst())
                .contains("1", "ready", "champion", "team=search", "run1");
        assertThat(table("runs").rows())
                .containsExactly(
                        List.of(
                                "1",
                                "brave-fox",
                                "FINISHED",
                                "2023-11-14T22:13:20Z",
                                "auc=0.5",
                                "depth=3"));
    }

    @Test
    void an_alias_is_set_and_taken_away() {
        fake.server.on(
                "GET /api/2.0/mlflow/registered-models/get",
                "{\"registered_model\": {\"name\": \"churn\", \"aliases\": [{\"alias\": \"champion\", \"version\": \"1\"}]}}");
        ServerAction alias = server.actions().getFirst();
        Plan plan = alias.plan(site, "churn", Map.of("alias", "champion", "version", "2"));
        assertThat(plan.changes())
                .containsExactly(new Change("aliases[champion].version", "\"1\"", "\"2\""));
        assertThat(plan.calls().getFirst().body())
                .hasToString("{\"name\":\"churn\",\"alias\":\"champion\",\"version\":\"2\"}");
        Plan away = alias.plan(site, "churn", Map.of("alias", "champion", "version", ""));
        assertThat(away.calls().getFirst().method()).isEqualTo("DELETE");
        assertThatThrownBy(() ->
                        alias.plan(site, "churn", Map.of("alias", "champion", "version", "1")))
                .hasMessageContaining("Nothing would change");
    }

    /** Where the server began, and what came. */
    private String fetched(Version version, long offset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] from = {-1};
        registry.fetch(
                version,
                new Artifact("data/my weights.bin", 10),
                offset,
                begin -> {
                    from[0] = begin;
                    return out;
                });
        return from[0] + ":" + out.toString(StandardCharsets.UTF_8);
    }

    private ServerPage.Content.Table table(String id) {
        ServerPage page =
                server.pages().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        return (ServerPage.Content.Table) server.read(site, page, "churn");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
