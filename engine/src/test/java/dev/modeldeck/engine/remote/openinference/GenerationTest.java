package dev.modeldeck.engine.remote.openinference;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Language models behind Triton's generate extension. */
class GenerationTest {

    private static final String STREAM = "POST /v2/models/llm/generate_stream";
    private static final String VLLM =
            "text_input stream sampling_parameters exclude_input_in_output return_finish_reason return_num_input_tokens return_num_output_tokens";
    private static final String TENSORRT = "text_input max_tokens stop_words random_seed stream";

    private final HttpCalls http = HttpCalls.patient();
    private final FakeServer fake = new FakeServer();
    private final StringBuffer heard = new StringBuffer();

    @BeforeEach
    void teach() {
        takes(VLLM);
    }

    @AfterEach
    void stop() {
        fake.close();
        http.close();
    }

    @Test
    void pieces_come_as_they_are_made() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        fake.on(
                STREAM,
                FakeServer.stream(
                        "text/event-stream; charset=utf-8",
                        pieces -> {
                            pieces.write(piece("Hel"));
                            first.await();
                            pieces.write(
                                    "data: {\"text_output\":\"lo\",\"finish_reason\":\"length\",\"num_input_tokens\":4,\"num_output_tokens\":2}\n\n");
                        }));
        InferenceResult.Text text =
                ask(
                        TextOptions.defaults(),
                        chunk -> {
                            heard.append(chunk.text());
                            first.countDown();
                        });
        assertThat(heard).hasToString("Hello");
        assertThat(text.choices().getFirst().text()).isEqualTo("Hello");
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(text.usage()).isEqualTo(new Usage(4, 2));
    }

    @Test
    void vllm_is_told_the_options_in_its_json() {
        fake.on(STREAM, FakeServer.json(200, "{\"text_output\":[\"Hi\"]}"));
        TextOptions options =
                new TextOptions(5, 0.5, null, null, null, null, null, null, 7L, List.of("."), 3)
                        .withForm(new AnswerForm.AnyObject());
        InferenceResult.Text text = ask(options, ChunkListener.none());
        JsonNode sent = Json.parse(fake.last(STREAM).body());
        assertThat(sent.path("text_input").asString()).isEqualTo("Once");
        assertThat(Json.parse(sent.path("sampling_parameters").asString()))
                .hasToString("{\"max_tokens\":5,\"temperature\":0.5,\"seed\":7,\"stop\":[\".\"]}");
        assertThat(sent.path("stream").asBoolean()).isTrue();
        assertThat(sent.path("exclude_input_in_output").asBoolean()).isTrue();
        assertThat(sent.path("return_num_output_tokens").asBoolean()).isTrue();
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi");
        assertThat(text.notes().ignored()).containsExactly("logprobs", "response_format");
    }

    @Test
    void tensorrt_is_told_the_options_as_inputs() {
        takes(TENSORRT);
        fake.on(STREAM, FakeServer.json(200, "{\"text_output\":\"Hi\"}"));
        ask(
                new TextOptions(5, 0.5, null, null, null, null, null, null, 7L, List.of("."), null),
                ChunkListener.none());
        JsonNode sent = Json.parse(fake.last(STREAM).body());
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(5);
        assertThat(sent.path("random_seed").asInt()).isEqualTo(7);
        assertThat(sent.path("stop_words")).hasToString("[\".\"]");
        assertThat(sent.path("parameters")).hasToString("{\"temperature\":0.5}");
    }

    @Test
    void what_no_parameter_can_hold_is_said_not_to_be_honoured() {
        takes("text_input");
        fake.on(STREAM, FakeServer.json(200, "{\"text_output\":\"Hi\"}"));
        InferenceResult.Text text =
                ask(
                        new TextOptions(
                                5,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of("."),
                                null),
                        ChunkListener.none());
        assertThat(Json.parse(fake.last(STREAM).body()).path("parameters"))
                .hasToString("{\"max_tokens\":5}");
        assertThat(text.notes().ignored()).containsExactly("stop");
    }

    @Test
    void an_error_within_a_good_stream_is_an_error_with_the_text_kept() {
        fake.on(
                STREAM,
                FakeServer.stream(
                        "text/event-stream",
                        pieces -> {
                            pieces.write(piece("Hel"));
                            pieces.write("data: {\"error\":\"out of blocks\"}\n\n");
                        }));
        assertThat(problem(heard()))
                .isInstanceOfSatisfying(
                        Problem.Upstream.class,
                        up -> assertThat(up.message()).isEqualTo("out of blocks"));
        assertThat(heard).hasToString("Hel");
    }

    @Test
    void a_cut_stream_is_an_error_with_the_text_kept() {
        fake.on(
                STREAM,
                (exchange, _) -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(piece("Hel").getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    throw new IOException("cut");
                });
        assertThat(problem(heard())).isInstanceOf(Problem.Unavailable.class);
        assertThat(heard).hasToString("Hel");
    }

    @Test
    void leaving_an_endless_answer_reaches_the_server() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        fake.on(
                STREAM,
                FakeServer.stream(
                        "text/event-stream",
                        pieces -> {
                            try {
                                while (true) {
                                    pieces.write(piece("again "));
                                }
                            } catch (IOException e) {
                                cut.countDown();
                                throw e;
                            }
                        }));
        Problem problem =
                problem(chunk -> {
                    throw EngineException.cancelled();
                });
        assertThat(problem).isInstanceOf(Problem.Cancelled.class);
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private ChunkListener heard() {
        return chunk -> heard.append(chunk.text());
    }

    private Problem problem(ChunkListener chunks) {
        try {
            ask(TextOptions.defaults(), chunks);
        } catch (EngineException e) {
            return e.problem();
        }
        throw new AssertionError("no problem");
    }

    private InferenceResult.Text ask(TextOptions options, ChunkListener chunks) {
        Site site = new Site(fake.address(), http, Map::of, Map.of());
        try (Backend backend = new TritonServer().open(site, "llm")) {
            return (InferenceResult.Text)
                    backend.answer(
                            InferenceRequest.of(
                                    new Payload.Completion(
                                            List.of(new Payload.Prompt.Text("Once")),
                                            1,
                                            false,
                                            options)),
                            chunks);
        }
    }

    private void takes(String inputs) {
        StringBuilder specs = new StringBuilder();
        for (String name : inputs.split(" ")) {
            specs.append(specs.isEmpty() ? "" : ",")
                    .append(
                            "{\"name\":\"%s\",\"datatype\":\"BYTES\",\"shape\":[1]}"
                                    .formatted(name));
        }
        fake.on(
                "GET /v2/models/llm",
                "{\"name\":\"llm\",\"versions\":[\"1\"],\"platform\":\"\",\"outputs\":[],\"inputs\":[%s]}"
                        .formatted(specs));
    }

    private static String piece(String text) {
        return "data: {\"model_name\":\"llm\",\"text_output\":\"%s\"}\n\n".formatted(text);
    }
}
