package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.serving.EmbeddingsV1ResponseEmbeddingElement;
import com.databricks.sdk.service.serving.QueryEndpointInput;
import com.databricks.sdk.service.serving.QueryEndpointResponse;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;

import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.local.encoder.EncoderModel;
import dev.modeldeck.engine.local.encoder.TinyEncoders;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real encoders behind the gateway, asked by official clients and by hand. */
class EncoderGatewayTest {

    @TempDir static Path folder;
    private static final List<EncoderModel> MODELS = new ArrayList<>();
    private static final RawClient RAW = new RawClient();
    private static RunningGateway running;
    private static OpenAIClient openai;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
        serve("vectors", TinyEncoders.embedder(folder.resolve("vectors")));
        serve("classes", TinyEncoders.classifier(folder.resolve("classes")));
        serve("ranks", TinyEncoders.reranker(folder.resolve("ranks")));
        openai =
                OpenAIOkHttpClient.builder()
                        .baseUrl(running.uri("/v1").toString())
                        .apiKey("any")
                        .maxRetries(0)
                        .build();
    }

    private static void serve(String name, Path files) {
        EncoderModel model =
                EncoderModel.open(
                        new EncoderModel.Spec(files, "cpu", "auto", 0, 1), (fraction, what) -> {});
        MODELS.add(model);
        running.serve(name, files, model);
    }

    @AfterAll
    static void stop() {
        openai.close();
        running.close();
        MODELS.forEach(EncoderModel::close);
    }

    @Test
    void the_official_client_gets_vectors_in_the_form_it_asks_for_by_default() {
        running.recorded.clear();
        CreateEmbeddingResponse answer =
                openai.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("vectors")
                                        .inputOfArrayOfStrings(List.of("hello world", "good"))
                                        .build());
        assertThat(answer.data()).extracting(Embedding::index).containsExactly(0L, 1L);
        assertThat(answer.model()).isEqualTo("vectors");
        assertThat(answer.usage().promptTokens()).isEqualTo(7);
        List<Float> vector = answer.data().getFirst().embedding();
        assertThat(vector).hasSize(32);
        assertThat(vector.stream().mapToDouble(x -> x * x).sum()).isCloseTo(1, within(1e-5));
        CallRecord call = running.recorded.remove();
        assertThat(call.usage().promptTokens()).isEqualTo(7);
        assertThat(call.context().dialect()).isEqualTo("openai-embeddings");
        assertThat(call.servedEntity()).isEqualTo("vectors-1");
    }

    @Test
    void numbers_bytes_and_fewer_dimensions_are_the_same_vector() {
        List<Float> numbers = embedding(EmbeddingCreateParams.EncodingFormat.FLOAT).of(32);
        List<Float> bytes = embedding(EmbeddingCreateParams.EncodingFormat.BASE64).of(32);
        assertThat(numbers).isEqualTo(bytes);
        List<Float> start = embedding(EmbeddingCreateParams.EncodingFormat.FLOAT).of(4);
        double length = Math.sqrt(numbers.stream().limit(4).mapToDouble(x -> x * x).sum());
        for (int i = 0; i < 4; i++) {
            assertThat(start.get(i)).isCloseTo((float) (numbers.get(i) / length), within(1e-6f));
        }
    }

    private static Asking embedding(EmbeddingCreateParams.EncodingFormat format) {
        return dimensions -> {
            EmbeddingCreateParams params =
                    EmbeddingCreateParams.builder()
                            .model("vectors")
                            .input("what is a query")
                            .encodingFormat(format)
                            .dimensions(dimensions)
                            .build();
            return openai.embeddings().create(params).data().getFirst().embedding();
        };
    }

    private interface Asking {
        List<Float> of(int dimensions);
    }

    @Test
    void token_ids_are_an_input_too() {
        CreateEmbeddingResponse tokens =
                openai.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("vectors")
                                        .inputOfArrayOfTokens(List.of(2L, 4L, 5L, 3L))
                                        .build());
        CreateEmbeddingResponse text =
                openai.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("vectors")
                                        .input("hello world")
                                        .build());
        assertThat(tokens.data().getFirst().embedding())
                .isEqualTo(text.data().getFirst().embedding());
    }

    @Test
    void what_is_too_long_is_the_callers_fault_unless_it_may_be_cut() {
        EmbeddingCreateParams.Builder asked =
                EmbeddingCreateParams.builder().model("vectors").input("hello ".repeat(100));
        assertThatThrownBy(() -> openai.embeddings().create(asked.build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("102 tokens")
                .hasMessageContaining("38 too long");
        CreateEmbeddingResponse cut =
                openai.embeddings()
                        .create(
                                asked.putAdditionalBodyProperty(
                                                "truncate_prompt_tokens", JsonValue.from(-1))
                                        .build());
        assertThat(cut.usage().promptTokens()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"/v1/rerank", "/v2/rerank", "/rerank"})
    void documents_are_ranked(String path) {
        ObjectNode answer =
                post(
                        path,
                        "{\"model\":\"ranks\",\"query\":\"what is good\",\"top_n\":2,\"documents\":[\"hello world\",{\"text\":\"good\"},\"bad query\"]}");
        JsonNode results = answer.path("results");
        assertThat(results.size()).isEqualTo(2);
        assertThat(results.at("/0/relevance_score").floatValue())
                .isGreaterThanOrEqualTo(results.at("/1/relevance_score").floatValue());
        int first = results.at("/0/index").intValue();
        assertThat(results.at("/0/document/text").asString())
                .isEqualTo(List.of("hello world", "good", "bad query").get(first));
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isPositive();
        assertThat(answer.path("model").asString()).isEqualTo("ranks");
    }

    @Test
    void texts_are_classified() {
        ObjectNode answer =
                post(
                        "/classify",
                        "{\"model\":\"classes\",\"input\":[\"hello world\",[\"a\",\"good query\"]]}");
        assertThat(answer.path("data").size()).isEqualTo(2);
        assertThat(answer.at("/labels/2").asString()).isEqualTo("label 2");
        for (JsonNode entry : answer.path("data")) {
            double sum = entry.path("probs").valueStream().mapToDouble(JsonNode::asDouble).sum();
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(entry.path("label").asString()).startsWith("label ");
            assertThat(entry.path("num_classes").intValue()).isEqualTo(3);
        }
    }

    @Test
    void invocations_take_databricks_embeddings_and_rows_of_texts() {
        WorkspaceClient databricks =
                new WorkspaceClient(
                        new DatabricksConfig()
                                .setHost(running.uri("/").toString())
                                .setAuthType("pat")
                                .setToken("any"));
        QueryEndpointResponse answer =
                databricks
                        .servingEndpoints()
                        .query(
                                new QueryEndpointInput()
                                        .setName("vectors")
                                        .setInput(List.of("hello world", "good")));
        assertThat(answer.getData())
                .extracting(EmbeddingsV1ResponseEmbeddingElement::getIndex)
                .containsExactly(0L, 1L);
        assertThat(databricks.servingEndpoints().get("vectors").getTask())
                .isEqualTo("llm/v1/embeddings");
        String rows =
                "{\"dataframe_split\":{\"columns\":[\"text\"],\"data\":[[\"good\"],[\"bad\"]]}}";
        JsonNode classes = post("/serving-endpoints/classes/invocations", rows);
        assertThat(classes.at("/predictions/1/label").asString()).startsWith("label ");
        assertThat(classes.at("/predictions/1/score").doubleValue()).isBetween(0.33, 1.0);
        JsonNode vectors =
                post("/serving-endpoints/vectors/invocations", "{\"inputs\":[\"good\"]}");
        assertThat(vectors.at("/predictions/0").size()).isEqualTo(32);
        String instructed = "{\"input\":\"good\",\"instruction\":\"query\"}";
        assertThat(post("/serving-endpoints/vectors/invocations", instructed).path("data"))
                .isEqualTo(
                        post("/serving-endpoints/vectors/invocations", "{\"input\":\"query good\"}")
                                .path("data"));
    }

    @Test
    void the_open_inference_protocol_takes_texts_as_bytes() {
        ObjectNode metadata = Json.parseObject(RAW.get(running.uri("/v2/models/vectors")).body());
        assertThat(metadata.at("/inputs/0/datatype").asString()).isEqualTo("BYTES");
        ObjectNode answer =
                post(
                        "/v2/models/vectors/infer",
                        "{\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"good\",\"bad\"]}]}");
        assertThat(answer.at("/outputs/0/name").asString()).isEqualTo("embedding");
        assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[2,32]");
    }

    @Test
    void chats_are_refused_with_what_is_answered() {
        HttpResponse<String> answer =
                RAW.post(
                        running.uri("/v1/chat/completions"),
                        "{\"model\":\"vectors\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/v1/embeddings");
        HttpResponse<String> embedding =
                RAW.post(running.uri("/v1/embeddings"), "{\"model\":\"chat\",\"input\":\"hi\"}");
        assertThat(embedding.statusCode()).isEqualTo(400);
        assertThat(embedding.body()).contains("gives no embeddings");
    }

    private static ObjectNode post(String path, String body) {
        HttpResponse<String> answer = RAW.post(running.uri(path), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parseObject(answer.body());
    }
}
