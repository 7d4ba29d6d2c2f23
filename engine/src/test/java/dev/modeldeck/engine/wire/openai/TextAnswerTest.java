package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.Text;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.TokenLogprob.Alternative;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class TextAnswerTest {

    private static final TokenLogprob SNOW =
            new TokenLogprob(
                    "☃",
                    List.of(0xE2, 0x98, 0x83),
                    -0.5,
                    List.of(new Alternative("x", List.of(120), -1.5)));
    private static final TokenLogprob MAN =
            new TokenLogprob("man", List.of(109, 97, 110), -2, List.of());
    private static final Text RESULT =
            new Text(
                    List.of(
                            new TextChoice(0, "☃man", FinishReason.STOP, List.of(SNOW, MAN)),
                            new TextChoice(1, "man", FinishReason.LENGTH, List.of(MAN))),
                    new Usage(3, 3));

    static List<TextRequest> requests() {
        String rest = "\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
        return List.of(
                ChatRequest.parse(
                        Json.parseObject(
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"model\":\"m\","
                                        + rest)),
                CompletionRequest.parse(
                        Json.parseObject("{\"prompt\":\"a\",\"model\":\"m\"," + rest), null));
    }

    @Test
    void offsets_of_tokens_count_from_the_start_of_an_echoed_prompt() {
        for (String prompt : List.of("\"ab\"", "[1, 2]")) {
            CompletionRequest request =
                    CompletionRequest.parse(
                            Json.parseObject("{\"prompt\":" + prompt + ",\"echo\":true}"), null);
            Text echoed =
                    new Text(
                            List.of(
                                    new TextChoice(
                                            0, "ab☃man", FinishReason.STOP, List.of(SNOW, MAN))),
                            new Usage(2, 2));

            ObjectNode json = TextAnswers.json(head(request), request, echoed);

            assertThat(json.at("/choices/0/logprobs/text_offset").toString()).isEqualTo("[2,3]");
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_whole_answer_survives_the_way_to_a_client(TextRequest request) {
        ObjectNode json = TextAnswers.json(head(request), request, RESULT);
        assertThat(TextAnswers.parse(request, Json.parseObject(Json.write(json))))
                .isEqualTo(RESULT);
        assertThat(json.path("usage").path("total_tokens").intValue()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_streamed_answer_survives_the_way_to_a_client(TextRequest request) {
        TextStreamWriter writer = new TextStreamWriter(head(request), request);
        TextStreamReader reader = new TextStreamReader(request);
        List<TextChunk> sent =
                List.of(
                        new TextChunk(0, "☃", 1, List.of(SNOW)),
                        new TextChunk(1, "man", 1, List.of(MAN)),
                        new TextChunk(0, "man", 1, List.of(MAN)));
        List<TextChunk> read = new ArrayList<>();
        for (TextChunk chunk : sent) {
            writer.chunk(chunk).forEach(event -> read.addAll(reader.event(event)));
        }
        List<ObjectNode> last = writer.end(RESULT);
        last.forEach(event -> read.addAll(reader.event(event)));
        assertThat(read).isEqualTo(sent);
        assertThat(reader.result()).isEqualTo(RESULT);
        assertThat(last.getLast().path("choices")).isEmpty();
        assertThat(last.getFirst().get("usage").isNull()).isTrue();
    }

    @Test
    void thoughts_survive_the_way_to_a_client_whole_and_streamed() {
        ChatRequest request = (ChatRequest) requests().getFirst();
        Text thought =
                new Text(
                        List.of(
                                new TextChoice(
                                        0, "Yes", FinishReason.STOP, null, List.of(), "Hm, well")),
                        new Usage(3, 9));
        ObjectNode json = TextAnswers.json(head(request), request, thought);
        assertThat(json.at("/choices/0/message/reasoning_content").asString())
                .isEqualTo("Hm, well");
        assertThat(TextAnswers.parse(request, json)).isEqualTo(thought);

        TextStreamWriter writer = new TextStreamWriter(head(request), request);
        TextStreamReader reader = new TextStreamReader(request);
        List<TextChunk> sent =
                List.of(
                        TextChunk.thinking(0, "Hm, ", 2, List.of(SNOW)),
                        TextChunk.thinking(0, "well", 1, List.of()),
                        new TextChunk(0, "Yes", 1, List.of()));
        List<TextChunk> read = new ArrayList<>();
        List<ObjectNode> events = new ArrayList<>();
        sent.forEach(chunk -> events.addAll(writer.chunk(chunk)));
        events.addAll(writer.end(thought));
        events.forEach(event -> read.addAll(reader.event(event)));
        assertThat(events.get(1).at("/choices/0/delta").toString())
                .isEqualTo("{\"reasoning_content\":\"Hm, \"}");
        assertThat(read).extracting(TextChunk::thought).containsExactly("Hm, ", "well", "");
        assertThat(reader.result().choices().getFirst().thought()).isEqualTo("Hm, well");
        assertThat(reader.result().choices().getFirst().text()).isEqualTo("Yes");
    }

    @Test
    void calls_of_tools_survive_the_way_to_a_client_whole_and_streamed() {
        ChatRequest request = (ChatRequest) requests().getFirst();
        Text called =
                new Text(
                        List.of(
                                new TextChoice(
                                        0,
                                        "Wait.",
                                        FinishReason.TOOL_CALLS,
                                        null,
                                        List.of(
                                                new ToolCall("a", "now", "{}"),
                                                new ToolCall("b", "then", "{\"x\": 1}")))),
                        new Usage(3, 9));
        ObjectNode json = TextAnswers.json(head(request), request, called);
        assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(json.at("/choices/0/message/tool_calls/1").toString())
                .isEqualTo(
                        "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"then\","
                                + "\"arguments\":\"{\\\"x\\\": 1}\"}}");
        assertThat(TextAnswers.parse(request, json)).isEqualTo(called);

        TextStreamWriter writer = new TextStreamWriter(head(request), request);
        TextStreamReader reader = new TextStreamReader(request);
        List<TextChunk> sent =
                List.of(
                        new TextChunk(0, "Wait.", 2, List.of()),
                        piece(0, "a", "now", ""),
                        piece(0, "", "", "{}"),
                        piece(1, "b", "then", "{\"x"),
                        piece(1, "", "", "\": 1}"));
        List<String> deltas = new ArrayList<>();
        List<TextChunk> read = new ArrayList<>();
        for (TextChunk chunk : sent) {
            for (ObjectNode event : writer.chunk(chunk)) {
                deltas.add(event.at("/choices/0/delta").toString());
                read.addAll(reader.event(event));
            }
        }
        writer.end(called).forEach(reader::event);
        assertThat(deltas)
                .contains(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"\\\": 1}\"}}]}");
        assertThat(read.stream().map(TextChunk::call).toList())
                .isEqualTo(sent.stream().map(TextChunk::call).toList());
        assertThat(reader.result()).isEqualTo(called);
    }

    @Test
    void an_answer_of_calls_alone_has_no_content() {
        ChatRequest request = (ChatRequest) requests().getFirst();
        Text called =
                new Text(
                        List.of(
                                new TextChoice(
                                        0,
                                        "",
                                        FinishReason.TOOL_CALLS,
                                        null,
                                        List.of(new ToolCall("a", "now", "{}")))),
                        Usage.NONE);
        ObjectNode json = TextAnswers.json(head(request), request, called);
        assertThat(json.at("/choices/0/message/content").isNull()).isTrue();
        assertThat(TextAnswers.parse(request, json)).isEqualTo(called);
    }

    private static TextChunk piece(int index, String id, String name, String arguments) {
        return new TextChunk(
                0, "", 1, List.of(), new TextChunk.CallPiece(index, id, name, arguments));
    }

    @Test
    void usage_in_every_chunk_tells_how_many_tokens_came() {
        TextRequest request =
                new ChatRequest(
                        "m", ((ChatRequest) requests().getFirst()).payload(), Streaming.COUNTED);
        TextStreamWriter writer = new TextStreamWriter(head(request), request);
        TextStreamReader reader = new TextStreamReader(request);
        List<TextChunk> read = new ArrayList<>();
        for (int tokens : new int[] {2, 3}) {
            writer.chunk(new TextChunk(0, "x", tokens, List.of()))
                    .forEach(event -> read.addAll(reader.event(event)));
        }
        assertThat(read).extracting(TextChunk::tokens).containsExactly(2, 3);
    }

    @Test
    void offsets_count_characters_from_the_start_of_the_text() {
        TextRequest request = requests().getLast();
        ObjectNode json = TextAnswers.json(head(request), request, RESULT);
        assertThat(json.at("/choices/0/logprobs/text_offset").toString()).isEqualTo("[0,1]");
        Text echoed =
                new Text(
                        List.of(
                                new TextChoice(
                                        0, "𝄞 ☃man", FinishReason.STOP, List.of(SNOW, MAN))),
                        Usage.NONE);
        json = TextAnswers.json(head(request), request, echoed);
        assertThat(json.at("/choices/0/logprobs/text_offset").toString()).isEqualTo("[2,3]");
    }

    @Test
    void what_json_cannot_hold_is_written_finite() {
        Text impossible =
                new Text(
                        List.of(
                                new TextChoice(
                                        0,
                                        "\ud83d",
                                        FinishReason.STOP,
                                        List.of(
                                                new TokenLogprob(
                                                        "a",
                                                        List.of(97),
                                                        Double.NEGATIVE_INFINITY,
                                                        List.of())))),
                        Usage.NONE);
        for (TextRequest request : requests()) {
            String json = Json.write(TextAnswers.json(head(request), request, impossible));
            assertThat(json).doesNotContain("Infinity", "\ud83d").contains("-9999", "\uFFFD");
        }
    }

    @Test
    void a_cut_stream_is_no_answer() {
        TextStreamReader reader = new TextStreamReader(requests().getFirst());
        reader.event(
                Json.parseObject("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"));
        assertThatThrownBy(reader::result).hasMessageContaining("middle of the answer");
    }

    @Test
    void an_error_inside_a_stream_is_the_problem_it_was() {
        Problem sent = new Problem.Overloaded("The queue is full.", Duration.ofSeconds(1));
        EngineException e =
                catchThrowableOfType(
                        EngineException.class,
                        () ->
                                new TextStreamReader(requests().getFirst())
                                        .event(OpenAiErrors.json(sent)));
        assertThat(e.problem()).isEqualTo(sent);
    }

    private static AnswerHead head(TextRequest request) {
        return AnswerHead.of(request, "1", Instant.ofEpochSecond(5), "m");
    }
}
