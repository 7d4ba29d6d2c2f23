package dev.modeldeck.engine.remote.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/** A scoring server of MLflow. */
class ScoringContractTest extends RemoteServerContract {

    private static final String ASK = "POST /invocations";

    @Override
    protected RemoteServer server() {
        return new ScoringServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /ping", FakeServer.text(200, "\n"))
                .on("GET /version", FakeServer.text(200, "3.6.0"));
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("task", "chat");
    }

    @Override
    protected String model() {
        return "model";
    }

    @Override
    protected String query() {
        return ASK;
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.json(
                200,
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}");
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi");
        assertThat(text.usage().promptTokens()).isEqualTo(3);
        assertThat(fake.last(ASK).body())
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    @Test
    void it_tells_its_release_and_what_it_was_said_to_take() {
        var look = server().look(site());
        assertThat(look.version()).isEqualTo("3.6.0");
        assertThat(look.capabilities())
                .containsExactlyInAnyOrder(Capability.TABULAR, Capability.CHAT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"plain\" | plain",
                "[\"first\", \"second\"] | first",
                "{\"predictions\": [\"wrapped\"]} | wrapped",
                "[{\"generated_text\": \"of a pipeline\"}] | of a pipeline",
                "{\"messages\": [{\"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"agent\"}]} | agent",
            })
    void whatever_text_the_model_returned_is_read(String body, String text) {
        fake.on(ASK, body);
        StringBuilder heard = new StringBuilder();
        var result =
                (InferenceResult.Text)
                        call(site(), ask(), piece -> heard.append(piece.text()).append(';'));
        assertThat(result.choices().getFirst().text()).isEqualTo(text);
        assertThat(heard.toString()).startsWith(text + ";");
    }

    @Test
    void what_is_no_text_is_said_to_be_none() {
        fake.on(ASK, "[1, 2]");
        assertThat(problem(() -> call(site())).message()).contains("no text");
        fake.on(ASK, "[]");
        assertThat(problem(() -> call(site())).message()).contains("no text");
    }

    @Test
    void rows_go_in_each_of_their_forms() {
        fake.on(ASK, "{\"predictions\": [0.5]}");
        TabularInput.Instances instances = new TabularInput.Instances(Json.parse("[[1]]"));
        var result =
                (InferenceResult.Predictions) call(new Payload.Tabular(instances, Json.object()));
        assertThat(result.predictions()).hasToString("[0.5]");
        assertThat(fake.last(ASK).body()).isEqualTo("{\"instances\":[[1]]}");
        TabularInput.Inputs inputs = new TabularInput.Inputs(Json.parse("{\"x\":[1]}"));
        call(new Payload.Tabular(inputs, Json.object().put("depth", 2)));
        assertThat(fake.last(ASK).body())
                .isEqualTo("{\"inputs\":{\"x\":[1]},\"params\":{\"depth\":2}}");
        assertThat(fake.last(ASK).header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void vectors_are_read_with_and_without_a_wrapping() {
        List<Payload.Prompt> texts = List.of(new Payload.Prompt.Text("x"));
        Payload asked = new Payload.Embedding(texts, EmbeddingOptions.defaults());
        for (String body :
                List.of(
                        "[[0.5, 1]]",
                        "{\"predictions\": [[0.5, 1]]}",
                        "{\"data\": [{\"embedding\": [0.5, 1]}]}")) {
            fake.on(ASK, body);
            assertThat(((InferenceResult.Embeddings) call(asked)).vectors().getFirst())
                    .containsExactly(0.5f, 1);
        }
        assertThat(fake.last(ASK).body()).isEqualTo("{\"input\":\"x\"}");
    }

    @Test
    void failures_are_told_without_the_stack_trace() {
        fake.on(
                ASK,
                FakeServer.json(
                        400,
                        "{\"error_code\":\"BAD_REQUEST\",\"message\":\"Failed to enforce schema\",\"stack_trace\":\"Traceback (most recent call last)\"}"));
        Problem wrong = problem(() -> call(site()));
        assertThat(wrong).isInstanceOf(Problem.Invalid.class);
        assertThat(wrong.message()).isEqualTo("Failed to enforce schema");
        fake.on(ASK, FakeServer.text(504, "Request processing time exceeded limit"));
        Problem slow = problem(() -> call(site()));
        assertThat(slow).isInstanceOf(Problem.TimedOut.class);
        assertThat(slow.message()).isEqualTo("Request processing time exceeded limit");
        fake.on(ASK, FakeServer.text(415, "This predictor only supports application/json"));
        assertThat(problem(() -> call(site())).message()).contains("only supports");
        fake.on(ASK, FakeServer.whole(500, "text/html", "<h1>Internal</h1>", Map.of()));
        assertThat(problem(() -> call(site())).message()).contains("status 500");
    }

    private InferenceResult call(Payload payload) {
        return call(site(), InferenceRequest.of(payload), ChunkListener.none());
    }
}
