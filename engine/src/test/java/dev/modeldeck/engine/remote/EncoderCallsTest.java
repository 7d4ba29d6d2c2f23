package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What an encoder behind OpenAI's protocol is asked, and where. */
class EncoderCallsTest {

    private static final List<Prompt> TEXTS = List.of(new Prompt.Text("a"), new Prompt.Text("b"));

    private final MockWebServer server = new MockWebServer();
    private final HttpCalls http =
            new HttpCalls(HttpTerms.patient().withSilence(Duration.ofSeconds(5)));

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void embeddings_are_asked_for_as_bytes_and_read_as_what_comes() throws Exception {
        answer(
                "{\"data\":[{\"embedding\":[0.5,-1]},{\"embedding\":\"AACAPwAAAEA=\"}],\"usage\":{\"prompt_tokens\":4}}");
        var result =
                (InferenceResult.Embeddings)
                        ask(new Payload.Embedding(TEXTS, EmbeddingOptions.defaults()), "/v1");
        assertThat(result.vectors().get(0)).containsExactly(0.5f, -1);
        assertThat(result.vectors().get(1)).containsExactly(1, 2);
        assertThat(result.usage().promptTokens()).isEqualTo(4);
        RecordedRequest sent = server.takeRequest();
        assertThat(sent.getTarget()).isEqualTo("/v1/embeddings");
        assertThat(sent.getBody().utf8()).contains("\"encoding_format\":\"base64\"");
    }

    @ParameterizedTest
    @CsvSource({"/v1, /classify", "/deep/v1, /deep/classify"})
    void classes_are_asked_for_beside_the_protocol(String base, String target) throws Exception {
        answer(
                "{\"data\":[{\"label\":\"yes\",\"probs\":[0.25,0.75]},{\"label\":\"no\",\"probs\":[0.5,0.5]}]}");
        var result =
                (InferenceResult.Classes)
                        ask(new Payload.Classification(TEXTS, ReadingOptions.WHOLE), base);
        assertThat(result.labels()).containsExactly("no", "yes");
        assertThat(server.takeRequest().getTarget()).isEqualTo(target);
    }

    @Test
    void relevance_is_read_back_into_the_order_of_the_documents() throws Exception {
        answer(
                "{\"results\":[{\"index\":1,\"relevance_score\":0.75},{\"index\":0,\"relevance_score\":0.5}]}");
        Payload asked = new Payload.Reranking("q", List.of("a", "b"), new ReadingOptions(7));
        var result = (InferenceResult.Relevance) ask(asked, "/v1");
        assertThat(result.scores()).containsExactly(0.5f, 0.75f);
        RecordedRequest sent = server.takeRequest();
        assertThat(sent.getTarget()).isEqualTo("/v1/rerank");
        assertThat(sent.getBody().utf8())
                .contains("\"return_documents\":false", "\"truncate_prompt_tokens\":7");
    }

    @Test
    void an_answer_of_something_else_is_the_servers_fault() {
        answer("{\"choices\":[]}");
        assertThatThrownBy(
                        () -> ask(new Payload.Embedding(TEXTS, EmbeddingOptions.defaults()), "/v1"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Upstream.class));
        answer(
                "{\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":0,\"relevance_score\":1}]}");
        assertThatThrownBy(() ->
                        ask(
                                new Payload.Reranking("q", List.of("a", "b"), ReadingOptions.WHOLE),
                                "/v1"))
                .hasMessageContaining("lacks some documents' scores");
    }

    private void answer(String body) {
        server.enqueue(
                new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(body)
                        .build());
    }

    private InferenceResult ask(Payload payload, String base) {
        URI address = URI.create("http://127.0.0.1:" + server.getPort() + base);
        try (OpenAiBackend backend =
                new OpenAiBackend(http, RemoteModel.server(address, "", "m"))) {
            return backend.answer(InferenceRequest.of(payload), ChunkListener.none());
        }
    }
}
