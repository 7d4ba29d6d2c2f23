package dev.modeldeck.engine.remote.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Amazon Bedrock's Converse, after its API reference; its streams are real frames. */
class BedrockContractTest extends RemoteServerContract {

    private static final String WHOLE =
            """
            {"output":{"message":{"role":"assistant","content":[
               {"reasoningContent":{"reasoningText":{"text":"Hm","signature":"x"}}},
               {"text":"Hi"},{"toolUse":{"toolUseId":"t","name":"now","input":{"a":1}}}]}},
             "stopReason":"max_tokens","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}\
            """;

    @Override
    protected RemoteServer server() {
        return new BedrockServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /foundation-models",
                """
                {"modelSummaries":[
                  {"modelId":"anthropic.claude-3-haiku-20240307-v1:0","modelName":"Claude 3 Haiku","providerName":"Anthropic",
                   "inputModalities":["TEXT"],"outputModalities":["TEXT"],"responseStreamingSupported":true,
                   "inferenceTypesSupported":["ON_DEMAND"],"modelLifecycle":{"status":"ACTIVE"}},
                  {"modelId":"anthropic.claude-sonnet-4-5-v1:0","inputModalities":["TEXT","IMAGE"],"outputModalities":["TEXT"],"inferenceTypesSupported":["INFERENCE_PROFILE"]},
                  {"modelId":"amazon.titan-image-v1","outputModalities":["IMAGE"],"inferenceTypesSupported":["ON_DEMAND"]}]}\
                """);
        fake.on(
                "GET /inference-profiles",
                """
                {"inferenceProfileSummaries":[{"inferenceProfileId":"eu.anthropic.claude-sonnet-4-5-v1:0",
                  "inferenceProfileName":"EU Claude Sonnet 4.5","status":"ACTIVE","type":"SYSTEM_DEFINED",
                  "models":[{"modelArn":"arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5-v1:0"}]},
                 {"inferenceProfileId":"us.amazon.titan-image-v1","models":[{"modelArn":"arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-image-v1"}]}]}\
                """);
    }

    @Override
    protected Site known() {
        return site().elsewhere(URI.create("https://bedrock-runtime.eu-west-1.amazonaws.com"));
    }

    @Override
    protected String model() {
        return "anthropic.claude-3-haiku-20240307-v1:0";
    }

    @Override
    protected String query() {
        return "POST /model/anthropic.claude-3-haiku-20240307-v1%3A0/converse-stream";
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.stream(
                streamType(),
                pieces -> {
                    pieces.write(Frames.event("messageStart", "{\"role\":\"assistant\"}"));
                    pieces.write(piece("Hi ") + piece("there") + ending());
                });
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(text.usage()).isEqualTo(new Usage(30, 15));
        assertThat(text.notes().none()).isTrue();
        assertThat(sent())
                .hasToString(
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}]}");
    }

    @Override
    protected String streamType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    protected String piece(String text) {
        return delta(0, "{\"text\":\"%s\"}".formatted(text));
    }

    @Override
    protected String ending() {
        return ending("end_turn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bedrock-runtime.us-east-1.amazonaws.com",
                "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com",
                "https://bedrock-runtime.cn-north-1.amazonaws.com.cn"
            })
    void its_own_addresses_are_enough_to_know_it(String address) {
        assertThat(server().recognise(site().elsewhere(URI.create(address)))).isPresent();
    }

    @Test
    void it_is_known_by_nothing_else_and_asks_nothing_to_know_it() {
        for (String address : List.of("https://bedrock-runtime.example.com", fake.address() + "")) {
            assertThat(server().recognise(site().elsewhere(URI.create(address)))).isEmpty();
        }
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void what_can_be_called_is_listed_be_it_a_model_or_a_profile() {
        ServerLook look = server().look(site());
        assertThat(look.models())
                .extracting(ServedModel::name)
                .containsExactly(
                        "anthropic.claude-3-haiku-20240307-v1:0",
                        "eu.anthropic.claude-sonnet-4-5-v1:0");
        assertThat(look.models().getFirst().facts()).containsEntry("Provider", "Anthropic");
        assertThat(look.models().getFirst().capabilities()).doesNotContain(Capability.VISION);
        assertThat(look.models().getLast().capabilities()).contains(Capability.VISION);
    }

    @Test
    void models_are_listed_at_an_address_of_their_own_and_profiles_need_not_be() {
        try (FakeServer control =
                new FakeServer()
                        .on(
                                "GET /foundation-models",
                                "{\"modelSummaries\":[{\"modelId\":\"mine\",\"responseStreamingSupported\":false}]}")) {
            Site there =
                    new Site(
                            fake.address(),
                            site().http(),
                            site().headers(),
                            Map.of("control_address", control.address().toString()));
            ServerLook look = server().look(there);
            assertThat(look.models()).extracting(ServedModel::name).containsExactly("mine");
            assertThat(look.models().getFirst().capabilities())
                    .doesNotContain(Capability.STREAMING);
            assertThat(fake.asked()).isEmpty();
        }
    }

    @Test
    void what_it_has_no_word_for_is_said_with_the_answer() {
        fake.on(query(), answer());
        Payload chat = new Payload.Chat(List.of(ChatMessage.user("Hi")), 2, TextOptions.defaults());
        InferenceResult.Text text =
                (InferenceResult.Text) call(site(), InferenceRequest.of(chat), chunk -> {});
        assertThat(text.notes().ignored()).containsExactly("n");
    }

    @Test
    void tools_are_called_in_pieces_and_thoughts_are_told_apart() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces -> {
                            pieces.write(delta(0, "{\"reasoningContent\":{\"text\":\"Hm\"}}"));
                            pieces.write(delta(0, "{\"reasoningContent\":{\"signature\":\"x\"}}"));
                            pieces.write(call(1, "t1", "now"));
                            pieces.write(delta(1, "{\"toolUse\":{\"input\":\"{\\\"zone\\\":\"}}"));
                            pieces.write(delta(1, "{\"toolUse\":{\"input\":\"\\\"UTC\\\"}\"}}"));
                            pieces.write(call(2, "t2", "then"));
                            pieces.write(Frames.event("somethingNew", "{}"));
                            pieces.write(ending("tool_use"));
                        }));
        StringBuilder thought = new StringBuilder();
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text)
                        call(
                                site(),
                                chunk -> {
                                    heard.append(chunk.text());
                                    thought.append(chunk.thought());
                                });
        TextChoice choice = text.choices().getFirst();
        assertThat(choice.thought()).isEqualTo("Hm").isEqualTo(thought.toString());
        assertThat(heard).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.calls())
                .containsExactly(
                        new ToolCall("t1", "now", "{\"zone\":\"UTC\"}"),
                        new ToolCall("t2", "then", "{}"));
    }

    @Test
    void a_model_that_does_not_stream_is_asked_for_its_answer_as_a_whole() {
        fake.on(
                query(),
                FakeServer.json(
                        400,
                        "{\"message\":\"This model doesn't support tool use in streaming mode.\"}"));
        fake.on(query().replace("-stream", ""), WHOLE);
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text) call(site(), chunk -> heard.append(chunk.text()));
        assertThat(text.choices().getFirst())
                .isEqualTo(
                        new TextChoice(
                                0,
                                "Hi",
                                FinishReason.LENGTH,
                                null,
                                List.of(new ToolCall("t", "now", "{\"a\":1}")),
                                "Hm"));
        assertThat(text.usage()).isEqualTo(new Usage(1, 2));
        assertThat(heard).hasToString("Hi");
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException, Overloaded",
        "serviceUnavailableException, Unavailable",
        "modelStreamErrorException, Upstream",
        "internalServerException, Upstream",
        "validationException, Invalid"
    })
    void an_exception_in_the_middle_of_a_stream_is_an_error_in_words(String type, String kind) {
        StringBuilder heard = new StringBuilder();
        Problem problem = cutBy(Frames.exception(type, "{\"message\":\"stream too much\"}"), heard);
        assertThat(problem.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(problem.message()).contains("stream too much");
        assertThat(heard).hasToString("Hal");
        assertThat(fake.asked()).hasSize(1);
    }

    @Test
    void an_error_without_a_body_and_a_damaged_frame_are_errors_in_words() {
        StringBuilder heard = new StringBuilder();
        assertThat(cutBy(Frames.error("InternalError", "on fire"), heard))
                .isInstanceOfSatisfying(
                        Problem.Upstream.class,
                        problem -> assertThat(problem.message()).contains("on fire"));
        String broken = piece("lo").replace("lo", "la");
        assertThat(cutBy(broken, heard).message()).contains("is damaged");
        assertThat(heard).hasToString("HalHal");
    }

    @Test
    void half_a_frame_is_a_cut_answer() {
        StringBuilder heard = new StringBuilder();
        String half = piece("lo").substring(0, 30);
        assertThat(cutBy(half, heard)).isInstanceOf(Problem.Unavailable.class);
        assertThat(heard).hasToString("Hal");
    }

    @Test
    void a_refused_key_is_told_in_its_words() {
        fake.on(
                query(),
                FakeServer.json(403, "{\"Message\":\"User is not authorized to this model\"}"));
        assertThat(problem(() -> call(site())).message()).contains("User is not authorized");
    }

    @Test
    void it_chats_and_no_more() {
        Payload completion =
                new Payload.Completion(
                        List.of(new Prompt.Text("a")), 1, false, TextOptions.defaults());
        assertThat(problem(() -> call(site(), InferenceRequest.of(completion), chunk -> {})))
                .isInstanceOf(Problem.Unsupported.class);
        Payload silent =
                new Payload.Chat(List.of(ChatMessage.system("alone")), 1, TextOptions.defaults());
        assertThat(problem(() -> call(site(), InferenceRequest.of(silent), chunk -> {})))
                .isInstanceOf(Problem.Invalid.class);
    }

    /** The problem of a stream whose text is followed by that, and then by nothing. */
    private Problem cutBy(String frame, StringBuilder heard) {
        fake.on(
                query(),
                FakeServer.stream(streamType(), pieces -> pieces.write(piece("Hal") + frame)));
        return problem(() -> call(site(), chunk -> heard.append(chunk.text())));
    }

    private static String delta(int block, String delta) {
        return Frames.event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":%d,\"delta\":%s,\"p\":\"abc\"}".formatted(block, delta));
    }

    private static String call(int block, String id, String name) {
        return Frames.event(
                "contentBlockStart",
                "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"toolUseId\":\"%s\",\"name\":\"%s\"}}}"
                        .formatted(block, id, name));
    }

    private static String ending(String reason) {
        return Frames.event("contentBlockStop", "{\"contentBlockIndex\":0}")
                + Frames.event("messageStop", "{\"stopReason\":\"%s\"}".formatted(reason))
                + Frames.event(
                        "metadata",
                        "{\"usage\":{\"inputTokens\":25,\"outputTokens\":15,\"totalTokens\":45,\"cacheReadInputTokens\":3,\"cacheWriteInputTokens\":2},\"metrics\":{\"latencyMs\":9}}");
    }

    private ObjectNode sent() {
        return Json.parseObject(fake.last(query()).body());
    }
}
