package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.ml.CreateModelRequest;
import com.databricks.sdk.service.ml.CreateModelVersionRequest;
import com.databricks.sdk.service.ml.DeleteModelRequest;
import com.databricks.sdk.service.ml.DeleteModelTagRequest;
import com.databricks.sdk.service.ml.SearchModelsRequest;
import com.databricks.sdk.service.ml.SetModelTagRequest;
import com.databricks.sdk.service.serving.ChatMessage;
import com.databricks.sdk.service.serving.ChatMessageRole;
import com.databricks.sdk.service.serving.CreateServingEndpoint;
import com.databricks.sdk.service.serving.DataframeSplitInput;
import com.databricks.sdk.service.serving.EndpointCoreConfigInput;
import com.databricks.sdk.service.serving.EndpointStateConfigUpdate;
import com.databricks.sdk.service.serving.EndpointStateReady;
import com.databricks.sdk.service.serving.EndpointTag;
import com.databricks.sdk.service.serving.PatchServingEndpointTags;
import com.databricks.sdk.service.serving.QueryEndpointInput;
import com.databricks.sdk.service.serving.QueryEndpointResponse;
import com.databricks.sdk.service.serving.Route;
import com.databricks.sdk.service.serving.ServedEntityInput;
import com.databricks.sdk.service.serving.ServingEndpoint;
import com.databricks.sdk.service.serving.ServingEndpointDetailed;
import com.databricks.sdk.service.serving.ServingModelWorkloadType;
import com.databricks.sdk.service.serving.TrafficConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The official client of Databricks against the gateway. */
class DatabricksClientTest {

    @TempDir static Path folder;
    private static RunningGateway running;
    private static WorkspaceClient client;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
        client =
                new WorkspaceClient(
                        new DatabricksConfig()
                                .setHost(running.uri("/").toString())
                                .setAuthType("pat")
                                .setToken("any"));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void an_endpoint_is_created_awaited_changed_and_deleted() throws Exception {
        ServingEndpointDetailed ready =
                client.servingEndpoints()
                        .create(
                                new CreateServingEndpoint()
                                        .setName("mine")
                                        .setTags(List.of(tag("team", "x")))
                                        .setConfig(
                                                new EndpointCoreConfigInput()
                                                        .setServedEntities(List.of(entity("a")))))
                        .get();
        assertThat(ready.getState().getReady()).isEqualTo(EndpointStateReady.READY);
        assertThat(ready.getState().getConfigUpdate())
                .isEqualTo(EndpointStateConfigUpdate.NOT_UPDATING);
        assertThat(ready.getTask()).isEqualTo("llm/v1/chat");
        assertThat(ready.getConfig().getTrafficConfig().getRoutes()).hasSize(1);

        ServingEndpointDetailed split =
                client.servingEndpoints()
                        .updateConfig(
                                new EndpointCoreConfigInput()
                                        .setName("mine")
                                        .setServedEntities(List.of(entity("a"), entity("b")))
                                        .setTrafficConfig(
                                                new TrafficConfig()
                                                        .setRoutes(
                                                                List.of(
                                                                        route("a", 20L),
                                                                        route("b", 80L)))))
                        .get();
        assertThat(split.getConfig().getConfigVersion()).isEqualTo(2);
        assertThat(split.getConfig().getServedEntities())
                .extracting(e -> e.getName())
                .containsExactly("a", "b");
        assertThat(split.getConfig().getTrafficConfig().getRoutes())
                .extracting(Route::getTrafficPercentage)
                .containsExactly(20L, 80L);
        assertThat(client.servingEndpoints().logs("mine", "a").getLogs()).contains("loading");
        assertThat(client.servingEndpoints().buildLogs("mine", "a").getLogs()).isNotEmpty();
        assertThat(
                        client.servingEndpoints()
                                .patch(
                                        new PatchServingEndpointTags()
                                                .setName("mine")
                                                .setAddTags(List.of(tag("stage", "y")))
                                                .setDeleteTags(List.of("team")))
                                .getTags())
                .containsExactly(tag("stage", "y"));

        client.servingEndpoints().delete("mine");
        assertThatThrownBy(() -> client.servingEndpoints().get("mine"))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void endpoints_are_listed() {
        assertThat(client.servingEndpoints().list())
                .extracting(ServingEndpoint::getName)
                .contains("chat", "table");
        ServingEndpoint chat = client.servingEndpoints().list().iterator().next();
        assertThat(chat.getConfig().getServedEntities().iterator().next().getEntityVersion())
                .isEqualTo("1");
    }

    @Test
    void a_chat_is_queried() {
        QueryEndpointResponse answer =
                client.servingEndpoints()
                        .query(
                                chat("good day")
                                        .setMaxTokens(1L)
                                        .setStop(List.of("x"))
                                        .setExtraParams(Map.of("top_p", "0.9")));
        assertThat(answer.getChoices().iterator().next().getMessage().getContent())
                .isEqualTo("good ");
        assertThat(answer.getChoices().iterator().next().getFinishReason()).isEqualTo("length");
        assertThat(answer.getServedModelName()).isEqualTo("chat-1");
        assertThat(answer.getUsage().getCompletionTokens()).isEqualTo(1);
    }

    @Test
    void rows_are_queried() {
        QueryEndpointResponse answer =
                client.servingEndpoints()
                        .query(
                                new QueryEndpointInput()
                                        .setName("table")
                                        .setDataframeSplit(
                                                new DataframeSplitInput()
                                                        .setColumns(List.of("b", "a"))
                                                        .setIndex(List.of(0L, 1L))
                                                        .setData(
                                                                List.of(
                                                                        List.of(1, 2),
                                                                        List.of(3, 4.5)))));
        assertThat(answer.getPredictions().toString()).contains("3.0", "7.5");
        assertThatThrownBy(() ->
                        client.servingEndpoints()
                                .query(
                                        new QueryEndpointInput()
                                                .setName("table")
                                                .setDataframeRecords(List.of(Map.of("a", 1)))))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("b");
    }

    @Test
    void errors_are_the_clients_own() {
        assertThatThrownBy(() -> client.servingEndpoints().query(chat("x").setName("nobody")))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> client.servingEndpoints().query(chat("x").setTemperature(9.0)))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("temperature");
        EndpointCoreConfigInput unknown =
                new EndpointCoreConfigInput()
                        .setServedEntities(List.of(entity("a").setEntityVersion("99")));
        assertThatThrownBy(() ->
                        client.servingEndpoints()
                                .create(
                                        new CreateServingEndpoint()
                                                .setName("new")
                                                .setConfig(unknown)))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void the_measures_of_an_endpoint_are_its_own() throws Exception {
        try (var contents = client.servingEndpoints().exportMetrics("chat").getContents()) {
            assertThat(new String(contents.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("request_count_total{endpoint_name=\"chat\"} 3\n");
        }
    }

    @Test
    void the_registry_answers_this_client_as_well() {
        var registry = client.modelRegistry();
        registry.createModel(new CreateModelRequest().setName("of_databricks"));
        registry.createModelVersion(
                new CreateModelVersionRequest()
                        .setName("of_databricks")
                        .setSource(running.chatFiles.toString()));
        registry.setModelTag(
                new SetModelTagRequest().setName("of_databricks").setKey("k").setValue("v"));
        assertThat(
                        registry.searchModels(
                                new SearchModelsRequest().setFilter("name LIKE '%databricks'")))
                .hasSize(1);
        registry.deleteModelTag(new DeleteModelTagRequest().setName("of_databricks").setKey("k"));
        registry.deleteModel(new DeleteModelRequest().setName("of_databricks"));
        assertThat(
                        registry.searchModels(
                                new SearchModelsRequest().setFilter("name LIKE '%databricks'")))
                .isEmpty();
    }

    private static QueryEndpointInput chat(String text) {
        return new QueryEndpointInput()
                .setName("chat")
                .setStream(false)
                .setMessages(
                        List.of(new ChatMessage().setRole(ChatMessageRole.USER).setContent(text)));
    }

    private static ServedEntityInput entity(String name) {
        return new ServedEntityInput()
                .setName(name)
                .setEntityName("main.default.chat")
                .setEntityVersion("1")
                .setWorkloadSize("Small")
                .setWorkloadType(ServingModelWorkloadType.CPU)
                .setScaleToZeroEnabled(true);
    }

    private static Route route(String name, long percentage) {
        return new Route().setServedModelName(name).setTrafficPercentage(percentage);
    }

    private static EndpointTag tag(String key, String value) {
        return new EndpointTag().setKey(key).setValue(value);
    }
}
