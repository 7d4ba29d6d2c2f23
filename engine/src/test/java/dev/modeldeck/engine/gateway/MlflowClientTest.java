package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion.Storage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.RegisteredModel;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;

/** The official client of MLflow against the gateway; what it has no method for goes as JSON. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MlflowClientTest {

    @TempDir static Path folder;
    private static RunningGateway running;
    private static MlflowClient client;
    private static RawClient raw;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
        client = new MlflowClient(new BasicMlflowHostCreds(host()));
        raw = new RawClient();
        post(
                "registered-models/create",
                "{\"name\":\"m\",\"tags\":[{\"key\":\"a\",\"value\":\"b\"}]}");
        post(
                "model-versions/create",
                "{\"name\":\"m\",\"source\":\"%s\"}".formatted(running.chatFiles.toUri()));
        post(
                "model-versions/create",
                "{\"name\":\"m\",\"source\":\"%s\",\"description\":\"second\",\"tags\":[{\"key\":\"modeldeck.storage\",\"value\":\"referenced\"}]}"
                        .formatted(running.chatFiles));
    }

    @AfterAll
    static void stop() {
        client.close();
        raw.close();
        running.close();
    }

    @Test
    @Order(1)
    void versions_are_read() {
        ModelVersion second = client.getModelVersion("m", "2");
        assertThat(second.getDescription()).isEqualTo("second");
        assertThat(second.getStatus().name()).isEqualTo("READY");
        assertThat(second.getSource()).isEqualTo(running.chatFiles.toString());
        assertThat(client.getLatestVersions("m"))
                .extracting(ModelVersion::getVersion)
                .containsExactly("2");
        assertThat(client.searchModelVersions("name='main.default.m'").getItems())
                .extracting(ModelVersion::getVersion)
                .containsExactly("2", "1");
        Path files = Path.of(URI.create(client.getModelVersionDownloadUri("m", "1")));
        assertThat(files.resolve("word.txt")).hasContent("chat");
    }

    @Test
    @Order(2)
    void models_are_read() {
        RegisteredModel model = client.getRegisteredModel("m");
        assertThat(model.getName()).isEqualTo("main.default.m");
        assertThat(model.getTags(0).getValue()).isEqualTo("b");
        assertThat(model.getLatestVersions(0).getVersion()).isEqualTo("2");
    }

    @Test
    @Order(3)
    void files_are_copied_unless_they_are_to_stay() {
        var registry = running.registry;
        assertThat(registry.version(ModelName.parse("m"), 1).storage()).isEqualTo(Storage.COPIED);
        assertThat(registry.version(ModelName.parse("m"), 2).storage())
                .isEqualTo(Storage.REFERENCED);
    }

    @Test
    @Order(4)
    void searches_are_paged_and_ordered() {
        var first =
                client.searchModelVersions(
                        "version_number >= 1 AND name LIKE '%.m'",
                        1, List.of("version_number ASC"));
        assertThat(first.getItems()).extracting(ModelVersion::getVersion).containsExactly("1");
        assertThat(first.getNextPage().getItems())
                .extracting(ModelVersion::getVersion)
                .containsExactly("2");
        assertThat(client.sendGet("registered-models/search?filter=tags.a%3D%27b%27"))
                .contains("main.default.m")
                .doesNotContain("main.default.chat");
        assertThat(
                        client.sendGet(
                                "registered-models/search?filter=tags.%60mlflow.prompt.is_prompt%60%20!%3D%20%27true%27"))
                .contains("main.default.m", "main.default.chat");
    }

    @Test
    @Order(5)
    void an_alias_is_set_read_and_deleted() {
        post("registered-models/alias", "{\"name\":\"m\",\"alias\":\"best\",\"version\":\"1\"}");
        assertThat(client.sendGet("registered-models/alias?name=m&alias=best"))
                .contains("\"version\":\"1\"", "\"aliases\":[\"best\"]");
        delete("registered-models/alias", "{\"name\":\"m\",\"alias\":\"best\"}");
        assertThatThrownBy(() -> client.sendGet("registered-models/alias?name=m&alias=best"))
                .isInstanceOf(MlflowHttpException.class)
                .satisfies(
                        e -> assertThat(((MlflowHttpException) e).getStatusCode()).isEqualTo(404));
    }

    @Test
    @Order(6)
    void descriptions_and_tags_change() {
        client.sendPatch("registered-models/update", "{\"name\":\"m\",\"description\":\"mine\"}");
        client.sendPatch(
                "model-versions/update",
                "{\"name\":\"m\",\"version\":\"1\",\"description\":\"first\"}");
        post(
                "model-versions/set-tag",
                "{\"name\":\"m\",\"version\":\"1\",\"key\":\"k\",\"value\":\"v\"}");
        assertThat(client.getRegisteredModel("m").getDescription()).isEqualTo("mine");
        assertThat(client.getModelVersion("m", "1").getDescription()).isEqualTo("first");
        assertThat(client.getModelVersion("m", "1").getTags(0).getKey()).isEqualTo("k");
        delete("model-versions/delete-tag", "{\"name\":\"m\",\"version\":\"1\",\"key\":\"k\"}");
        assertThat(client.getModelVersion("m", "1").getTagsList()).isEmpty();
    }

    @Test
    @Order(7)
    void what_cannot_be_done_is_said() {
        assertThatThrownBy(() ->
                        post(
                                "model-versions/transition-stage",
                                "{\"name\":\"m\",\"version\":\"1\",\"stage\":\"Production\"}"))
                .hasMessageContaining("alias");
        assertThatThrownBy(() -> post("registered-models/create", "{\"name\":\"m\"}"))
                .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
        assertThatThrownBy(() ->
                        post(
                                "model-versions/create",
                                "{\"name\":\"m\",\"source\":\"s3://bucket/x\"}"))
                .hasMessageContaining("s3");
        assertThatThrownBy(() -> client.searchModelVersions("name ~ 'x'"))
                .hasMessageContaining("filter");
        assertThatThrownBy(() -> client.getModelVersion("m", "77")).hasMessageContaining("77");
    }

    @Test
    @Order(8)
    void models_are_renamed_and_deleted() {
        post("registered-models/rename", "{\"name\":\"m\",\"new_name\":\"main.default.n\"}");
        delete("model-versions/delete", "{\"name\":\"n\",\"version\":\"2\"}");
        assertThat(client.getLatestVersions("n"))
                .extracting(ModelVersion::getVersion)
                .containsExactly("1");
        delete("registered-models/delete", "{\"name\":\"n\"}");
        assertThatThrownBy(() -> client.getRegisteredModel("n"))
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    private static void post(String path, String body) {
        client.sendPost(path, body);
    }

    /** As MLflow's Python client does: DELETE with a body. */
    private static void delete(String path, String body) {
        URI uri = running.uri("/ajax-api/2.0/mlflow/" + path);
        assertThat(raw.send("DELETE", uri, BodyPublishers.ofString(body)).statusCode())
                .isEqualTo(200);
    }

    private static String host() {
        String uri = running.uri("/").toString();
        return uri.substring(0, uri.length() - 1);
    }
}
