package dev.modeldeck.engine.endpoints.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.Samples;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.registry.Inspection.Task;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encoders that are called by rows or tensors. */
class TextTensorsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Column TEXT = new Column("text", "string", true);
    private static final ModelVersion EMBEDDER =
            Samples.encoder(
                    Task.EMBEDDING,
                    new Signature(
                            List.of(TEXT),
                            List.of(new TensorField("embedding", "float32", List.of(-1L, 2L))),
                            null));
    private static final ModelVersion CLASSIFIER =
            Samples.encoder(
                    Task.CLASSIFICATION,
                    new Signature(
                            List.of(TEXT, new Column("text_pair", "string", false)),
                            List.of(
                                    new Column("label", "string", true),
                                    new Column("score", "float", true)),
                            null));
    private static final ModelVersion RANKER =
            Samples.encoder(
                    Task.RERANKING,
                    new Signature(
                            List.of(
                                    new Column("query", "string", true),
                                    new Column("document", "string", true)),
                            List.of(new Column("score", "float", true)),
                            null));

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\",\"b\"]", "[[\"a\"],[\"b\"]]", "{\"text\":[\"a\",\"b\"]}"})
    void rows_of_one_text_are_texts(String inputs) {
        List<Prompt> texts = List.of(new Prompt.Text("a"), new Prompt.Text("b"));
        assertThat(SignatureAdapter.toBackend(EMBEDDER, inputs(inputs)))
                .isEqualTo(new Payload.Embedding(texts, EmbeddingOptions.defaults()));
        assertThat(SignatureAdapter.toBackend(CLASSIFIER, inputs(inputs)))
                .isEqualTo(new Payload.Classification(texts, ReadingOptions.WHOLE));
    }

    @Test
    void rows_of_two_texts_are_pairs() {
        List<Prompt> pairs = List.of(new Prompt.Pair("a", "b"), new Prompt.Text("c"));
        Payload.Tabular rows = inputs("{\"text\":[\"a\",\"c\"],\"text_pair\":[\"b\",null]}");
        assertThat(SignatureAdapter.toBackend(CLASSIFIER, rows))
                .isEqualTo(new Payload.Classification(pairs, ReadingOptions.WHOLE));
        assertThat(SignatureAdapter.toBackend(RANKER, inputs("[[\"q\",\"d\"]]")))
                .isEqualTo(
                        new Payload.Classification(
                                List.of(new Prompt.Pair("q", "d")), ReadingOptions.WHOLE));
        assertThatThrownBy(() -> SignatureAdapter.toBackend(RANKER, inputs("[\"q\"]")))
                .hasMessageContaining("Row 1 has 1 values but the model takes 2: query, document.");
        assertThatThrownBy(() -> SignatureAdapter.toBackend(EMBEDDER, inputs("[3]")))
                .hasMessageContaining("expected a text");
    }

    @Test
    void answers_are_predictions_that_tell_their_tokens() {
        Usage usage = new Usage(7, 0);
        var vectors =
                new InferenceResult.Embeddings(
                        List.of(new float[] {1, 2}, new float[] {3, 4}), usage);
        assertThat(predictions(EMBEDDER, vectors)).isEqualTo("[[1.0,2.0],[3.0,4.0]]");
        var classes =
                new InferenceResult.Classes(
                        List.of("no", "yes"),
                        List.of(new float[] {0.25f, 0.75f}, new float[] {0.5f, 0.125f}),
                        usage);
        assertThat(predictions(CLASSIFIER, classes))
                .isEqualTo("[{\"label\":\"yes\",\"score\":0.75},{\"label\":\"no\",\"score\":0.5}]");
        var score =
                new InferenceResult.Classes(List.of("score"), List.of(new float[] {0.5f}), usage);
        assertThat(predictions(RANKER, score)).isEqualTo("[{\"score\":0.5}]");
        assertThat(SignatureAdapter.fromBackend(RANKER, inputs("[]"), score).usage())
                .isEqualTo(usage);
    }

    @Test
    void tensors_of_bytes_are_texts() {
        Tensor sent = tensor("text", "a", "é");
        assertThat(SignatureAdapter.toBackend(EMBEDDER, tensors(sent)))
                .isEqualTo(
                        new Payload.Embedding(
                                List.of(new Prompt.Text("a"), new Prompt.Text("é")),
                                EmbeddingOptions.defaults()));
        var answer =
                (InferenceResult.Tensors)
                        SignatureAdapter.fromBackend(
                                CLASSIFIER,
                                tensors(sent),
                                new InferenceResult.Classes(
                                        List.of("no", "yes"),
                                        List.of(new float[] {0, 1}),
                                        new Usage(3, 0)));
        assertThat(answer.outputs()).extracting(Tensor::name).containsExactly("label", "score");
        assertThat(answer.usage().promptTokens()).isEqualTo(3);
        assertThatThrownBy(() -> SignatureAdapter.toBackend(EMBEDDER, tensors(sent, sent)))
                .hasMessageContaining("one input");
        Tensor numbers =
                new Tensor(
                        "text",
                        Tensor.DataType.UINT8,
                        List.of(1L),
                        new Tensor.Data.Fixed(ByteBuffer.allocate(1)));
        assertThatThrownBy(() -> SignatureAdapter.toBackend(EMBEDDER, tensors(numbers)))
                .hasMessageContaining("reads texts (BYTES)");
    }

    @Test
    void tensors_of_pairs_are_told_apart_by_name_whatever_their_order() {
        Payload pair =
                new Payload.Classification(
                        List.of(new Prompt.Pair("q", "d")), ReadingOptions.WHOLE);
        assertThat(
                        SignatureAdapter.toBackend(
                                RANKER, tensors(tensor("document", "d"), tensor("query", "q"))))
                .isEqualTo(pair);
        assertThat(SignatureAdapter.toBackend(RANKER, tensors(tensor("a", "q"), tensor("b", "d"))))
                .isEqualTo(pair);
    }

    @Test
    void what_an_encoder_does_not_answer_is_refused_with_what_it_does() {
        Payload completion =
                new Payload.Completion(
                        List.of(new Prompt.Text("x")), 1, false, TextOptions.defaults());
        assertThatThrownBy(() -> SignatureAdapter.toBackend(EMBEDDER, completion))
                .hasMessageContaining("at /v1/embeddings");
        Payload embedding =
                new Payload.Embedding(List.of(new Prompt.Text("x")), EmbeddingOptions.defaults());
        assertThatThrownBy(() -> SignatureAdapter.toBackend(CLASSIFIER, embedding))
                .hasMessageContaining("at /classify");
        assertThatThrownBy(() -> SignatureAdapter.toBackend(RANKER, embedding))
                .hasMessageContaining("at /v1/rerank");
        assertThatThrownBy(() ->
                        SignatureAdapter.toBackend(
                                CLASSIFIER,
                                new Payload.Reranking("q", List.of("d"), ReadingOptions.WHOLE)))
                .hasMessageContaining("at /classify");
        assertThatThrownBy(() -> SignatureAdapter.toBackend(Samples.chatModel(), embedding))
                .hasMessageContaining("gives no embeddings");
    }

    private static String predictions(ModelVersion version, InferenceResult result) {
        return ((InferenceResult.Predictions)
                        SignatureAdapter.fromBackend(version, inputs("[]"), result))
                .predictions()
                .toString();
    }

    private static Payload.Tabular inputs(String json) {
        return new Payload.Tabular(
                new TabularInput.Inputs(JSON.readTree(json)), JSON.createObjectNode());
    }

    private static Payload.Tensors tensors(Tensor... inputs) {
        ObjectNode none = JSON.createObjectNode();
        return new Payload.Tensors(List.of(inputs), List.of(), none);
    }

    private static Tensor tensor(String name, String... texts) {
        List<ByteBuffer> bytes =
                java.util.Arrays.stream(texts)
                        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return new Tensor(
                name,
                Tensor.DataType.BYTES,
                List.of((long) texts.length),
                new Tensor.Data.Strings(bytes));
    }
}
