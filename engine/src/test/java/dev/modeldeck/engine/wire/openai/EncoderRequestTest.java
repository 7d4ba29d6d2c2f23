package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;

/** Bodies of embeddings, classification and rerank, as servers read and clients write them. */
class EncoderRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\" | [Text[text=a]]",
                "[\"a\",\"b\"] | [Text[text=a], Text[text=b]]",
                "[1,2] | [Tokens[ids=[1, 2]]]",
                "[[1,2],[3]] | [Tokens[ids=[1, 2]], Tokens[ids=[3]]]",
                "\"\" | [Text[text=]]",
            })
    void an_input_is_a_text_tokens_or_several_of_these(String input, String read) {
        EmbeddingRequest request = embedding("\"input\":" + input);
        assertThat(request.payload().inputs()).hasToString(read);
        assertThat(EmbeddingRequest.parse(request.json())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\":1",
                "\"input\":[]",
                "\"input\":{}",
                "\"input\":[[\"a\",\"b\"]]",
                "\"input\":\"a\",\"encoding_format\":\"hex\"",
                "\"input\":\"a\",\"dimensions\":0",
                "\"input\":\"a\",\"truncate_prompt_tokens\":0",
                "\"input\":\"a\",\"truncate_prompt_tokens\":-2",
                "\"input\":\"a\",\"truncate\":\"START\""
            })
    void what_is_wrong_is_the_callers_fault(String fields) {
        assertThatThrownBy(() -> embedding(fields))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class));
    }

    @Test
    void what_is_wished_of_vectors_survives_the_way_to_a_worker() {
        EmbeddingRequest request =
                embedding(
                        "\"input\":\"a\",\"dimensions\":8,\"prompt_name\":\"query\",\"truncate_prompt_tokens\":5,\"encoding_format\":\"base64\"");
        assertThat(request.base64()).isTrue();
        assertThat(request.payload().options())
                .isEqualTo(new EmbeddingOptions(8, "query", new ReadingOptions(5)));
        assertThat(EmbeddingRequest.parse(request.json())).isEqualTo(request);
        for (String all :
                List.of(
                        "\"truncate_prompt_tokens\":-1",
                        "\"truncate\":true",
                        "\"truncate\":\"END\"")) {
            EmbeddingRequest cut = embedding("\"input\":\"a\"," + all);
            assertThat(cut.payload().options().reading().truncateTo())
                    .isEqualTo(ReadingOptions.MODELS_OWN);
            assertThat(EmbeddingRequest.parse(cut.json())).isEqualTo(cut);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void vectors_are_the_same_as_numbers_and_as_bytes(boolean base64) {
        Payload.Embedding asked =
                new Payload.Embedding(
                        List.of(new Prompt.Text("a"), new Prompt.Text("b")),
                        EmbeddingOptions.defaults());
        EmbeddingRequest request = new EmbeddingRequest("m", asked, base64);
        var result =
                new InferenceResult.Embeddings(
                        List.of(new float[] {0.1f, -2e-30f}, new float[] {1, 3.4e38f}),
                        new Usage(5, 0));
        var answer = request.answer(head(request), result);
        assertThat(answer.at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(answer.at("/data/0/embedding").isString()).isEqualTo(base64);
        assertThat(answer.at("/usage").toString())
                .isEqualTo("{\"prompt_tokens\":5,\"total_tokens\":5}");
        var read = request.read(Json.parseObject(Json.write(answer)));
        assertThat(read.usage()).isEqualTo(result.usage());
        assertThat(read.vectors().get(0)).containsExactly(result.vectors().get(0));
        assertThat(read.vectors().get(1)).containsExactly(result.vectors().get(1));
        assertThatThrownBy(() -> request.read(Json.object())).hasMessageContaining("no \"data\"");
    }

    @Test
    void pairs_can_be_classified_and_one_alone_stays_a_pair() {
        ClassificationRequest request =
                ClassificationRequest.parse(
                        Json.parseObject("{\"model\":\"m\",\"input\":[[\"a\",\"b\"]]}"));
        assertThat(request.payload().inputs()).containsExactly(new Prompt.Pair("a", "b"));
        assertThat(ClassificationRequest.parse(request.json())).isEqualTo(request);
        ClassificationRequest mixed =
                ClassificationRequest.parse(
                        Json.parseObject("{\"input\":[[\"a\",\"b\"],\"c\",[1,2]]}"));
        assertThat(mixed.payload().inputs()).hasSize(3);
        assertThat(ClassificationRequest.parse(mixed.json())).isEqualTo(mixed);
    }

    @Test
    void classes_are_read_with_their_labels_also_where_only_the_best_is_named() {
        ClassificationRequest request =
                new ClassificationRequest(
                        "m",
                        new Payload.Classification(
                                List.of(new Prompt.Text("a"), new Prompt.Text("b")),
                                ReadingOptions.WHOLE));
        var result =
                new InferenceResult.Classes(
                        List.of("no", "yes", "so"),
                        List.of(new float[] {0.2f, 0.7f, 0.1f}, new float[] {0.9f, 0.1f, 0}),
                        new Usage(4, 0));
        var answer = request.answer(head(request), result);
        assertThat(answer.at("/data/0/label").asString()).isEqualTo("yes");
        assertThat(answer.at("/data/1/label").asString()).isEqualTo("no");
        assertThat(request.read(answer).labels()).isEqualTo(result.labels());
        assertThat(request.read(answer).scores().get(1)).containsExactly(0.9f, 0.1f, 0);
        answer.remove("labels");
        assertThat(request.read(answer).labels()).containsExactly("no", "yes", "LABEL_2");
    }

    @Test
    void documents_come_back_best_first_and_are_read_into_their_order() {
        RerankRequest request =
                RerankRequest.parse(
                        Json.parseObject(
                                "{\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"},\"c\"],\"return_documents\":false}"));
        var result = new InferenceResult.Relevance(List.of(0.5f, 0.75f, -1f), new Usage(9, 0));
        var answer = request.answer(head(request), result);
        assertThat(answer.path("results").toString())
                .isEqualTo(
                        "[{\"index\":1,\"relevance_score\":0.75},{\"index\":0,\"relevance_score\":0.5},{\"index\":2,\"relevance_score\":-1.0}]");
        assertThat(request.read(answer)).isEqualTo(result);
        assertThat(RerankRequest.parse(request.json().put("model", ""))).isEqualTo(request);
        RerankRequest best = new RerankRequest("m", request.payload(), 1, true);
        assertThat(best.answer(head(best), result).path("results").toString())
                .isEqualTo(
                        "[{\"index\":1,\"document\":{\"text\":\"b\"},\"relevance_score\":0.75}]");
        answer.withArray("results").remove(0);
        assertThatThrownBy(() -> request.read(answer)).hasMessageContaining("\"results\"");
    }

    private static EmbeddingRequest embedding(String fields) {
        return EmbeddingRequest.parse(Json.parseObject("{\"model\":\"m\"," + fields + "}"));
    }

    private static AnswerHead head(EncoderRequest request) {
        return AnswerHead.of(request, "id", Instant.EPOCH, "m");
    }
}
