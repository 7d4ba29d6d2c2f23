package dev.modeldeck.engine.remote.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A workspace of Databricks. */
class DatabricksContractTest extends RemoteServerContract {

    @Override
    protected RemoteServer server() {
        return new DatabricksServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        WorkspaceBodies.teach(fake);
    }

    @Override
    protected String model() {
        return "support";
    }

    @Override
    protected String query() {
        return "POST /serving-endpoints/support/invocations";
    }

    @Override
    protected FakeServer.Answer answer() {
        return (exchange, body) -> {
            exchange.getResponseHeaders().add("served-model-name", "support-4");
            streamed("Hi ", "there").to(exchange, body);
        };
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.usage()).isEqualTo(new Usage(3, 2));
        assertThat(text.notes().served()).isEqualTo("support-4");
        JsonNode sent = Json.parse(fake.last(query()).body());
        assertThat(sent.path("stream").booleanValue()).isTrue();
        assertThat(sent.has("model")).isFalse();
        assertThat(sent.has("stream_options")).isFalse();
    }

    @Override
    protected String streamType() {
        return "text/event-stream";
    }

    @Override
    protected String piece(String text) {
        return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return """
        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

        data: [DONE]

        """;
    }

    @Test
    void endpoints_tell_their_state_what_they_serve_and_how_calls_are_split() {
        ServerLook look = server().look(site());
        Map<String, ServedModel> models =
                look.models().stream().collect(Collectors.toMap(ServedModel::name, model -> model));
        ServedModel support = models.get("support");
        assertThat(support.state()).isEqualTo(State.READY);
        assertThat(support.capabilities()).contains(Capability.CHAT, Capability.STREAMING);
        assertThat(support.facts())
                .containsEntry(
                        "Served entities",
                        "main.bots.support version 3, 90 %; main.bots.support version 4, 10 %")
                .containsEntry("Workload", "Small CPU; Small GPU_SMALL, scales to zero")
                .containsEntry("Creator", "ada@example.com")
                .containsEntry("Last updated", "2023-11-14T22:18:20Z")
                .containsEntry("Tags", "stage=test, team=help");
        assertThat(models.get("stopped").state()).isEqualTo(State.STOPPED);
        assertThat(models.get("broken").state()).isEqualTo(State.FAILED);
        assertThat(models.get("coming").state()).isEqualTo(State.CHANGING);
        assertThat(models.get("databricks-llama").facts())
                .containsEntry("Served entities", "llama");
        assertThat(models.get("stopped").capabilities()).containsExactly(Capability.TABULAR);
    }

    @Test
    void the_export_of_the_last_minute_becomes_figures() {
        Map<Measure, Double> figures =
                server().look(site()).figures().stream()
                        .collect(Collectors.toMap(Figure::key, Figure::value));
        assertThat(figures)
                .containsEntry(Measure.CPU_USED, 0.3)
                .containsEntry(Measure.MEMORY_USED, 0.5)
                .containsEntry(Measure.REQUESTS_AT_ONCE, 4.0)
                .containsEntry(Measure.REQUESTS_LAST_MINUTE, 15.0)
                .containsEntry(Measure.REQUESTS_FAILED_LAST_MINUTE, 1.0)
                .containsEntry(Measure.REQUEST_MEAN_SECONDS, 0.2);
    }

    @Test
    void a_workspace_with_a_thousand_endpoints_is_not_flooded() {
        String many =
                IntStream.range(0, 1000)
                        .mapToObj(
                                "{\"name\":\"e%1$d\",\"last_updated_timestamp\":%1$d,\"state\":{\"ready\":\"READY\"}}"
                                        ::formatted)
                        .collect(Collectors.joining(",", "{\"endpoints\":[", "]}"));
        fake.on(WorkspaceBodies.LIST, many);
        ServerLook look = server().look(site());
        assertThat(look.models()).hasSize(1000);
        assertThat(look.facts())
                .containsEntry(
                        "Traffic and figures",
                        "of 20 of 1000 endpoints: own ones that changed last");
        assertThat(fake.asked()).hasSize(1 + 20 + 20 + 1);
        assertThat(fake.asked())
                .anyMatch(asked -> asked.line().endsWith("/e999/metrics"))
                .noneMatch(asked -> asked.line().endsWith("/e979/metrics"));
    }

    @Test
    void it_is_known_without_a_key_and_without_endpoints() {
        String metadata = "GET /.well-known/databricks-config";
        for (FakeServer.Answer list :
                List.of(FakeServer.json(401, "{}"), FakeServer.json(200, "{}"))) {
            try (FakeServer other = new FakeServer().on(WorkspaceBodies.LIST, list)) {
                Site there = site().elsewhere(other.address());
                assertThat(server().recognise(there)).isEmpty();
                other.on(metadata, "{\"oidc_endpoint\":\"https://x/oidc\",\"workspace_id\":\"1\"}");
                assertThat(server().recognise(there))
                        .hasValueSatisfying(
                                found -> assertThat(found.evidence()).contains(metadata));
            }
        }
    }

    @Test
    void an_address_copied_from_the_browser_is_good_enough() {
        Site copied = site().elsewhere(URI.create(fake.address() + "/ml/endpoints/support"));
        assertThat(server().look(copied).models()).hasSize(5);
    }

    @Test
    void rows_texts_to_embed_and_prompts_are_sent_as_databricks_has_them() {
        fake.on(query(), "{\"predictions\":[1,2]}");
        var rows =
                new Payload.Tabular(
                        new Payload.TabularInput.Frame(
                                List.of("a"), List.of(List.of(Json.parse("1")))),
                        Json.object().put("p", 1));
        var predicted = (InferenceResult.Predictions) call(rows);
        assertThat(predicted.predictions()).hasToString("[1,2]");
        assertThat(fake.last(query()).body())
                .isEqualTo(
                        "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[[1]]},\"params\":{\"p\":1}}");

        fake.on(
                query(),
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,1]}],\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");
        List<Payload.Prompt> texts = List.of(new Payload.Prompt.Text("x"));
        var vectors =
                (InferenceResult.Embeddings)
                        call(new Payload.Embedding(texts, EmbeddingOptions.defaults()));
        assertThat(vectors.vectors().getFirst()).containsExactly(0.5f, 1);
        assertThat(fake.last(query()).body()).isEqualTo("{\"input\":\"x\"}");

        fake.on(query(), "{\"choices\":[{\"index\":0,\"text\":\"y\",\"finishReason\":\"stop\"}]}");
        var text =
                (InferenceResult.Text)
                        call(new Payload.Completion(texts, 1, false, TextOptions.defaults()));
        assertThat(text.choices().getFirst().text()).isEqualTo("y");
        assertThat(fake.last(query()).body()).contains("\"prompt\":\"x\"");
    }

    @Test
    void what_there_is_no_call_for_is_refused_in_words() {
        Problem problem =
                problem(() -> call(new Payload.Tensors(List.of(), List.of(), Json.object())));
        assertThat(problem).isInstanceOf(Problem.Unsupported.class);
        assertThat(problem.message()).contains("rows");
    }

    private InferenceResult call(Payload payload) {
        return call(site(), InferenceRequest.of(payload), ChunkListener.none());
    }
}
