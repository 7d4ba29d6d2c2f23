package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

/** What servers say that they took, in their words and in ours. */
class TimingsTest {

    private static final ServerTimings ALL =
            new ServerTimings(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(3),
                    Duration.ofNanos(4_500_000));

    @Test
    void seconds_and_milliseconds_are_told_apart() {
        assertThat(parse("{\"timings\":{\"prompt_ms\":1.5,\"predicted_ms\":2}}"))
                .isEqualTo(
                        new ServerTimings(
                                null, null, Duration.ofNanos(1_500_000), Duration.ofMillis(2)));
        assertThat(parse("{\"stats\":{\"time_to_first_token\":0.5,\"generation_time\":2}}"))
                .isEqualTo(
                        new ServerTimings(
                                null, null, Duration.ofMillis(500), Duration.ofSeconds(2)));
        assertThat(
                        parse(
                                "{\"usage\":{\"queue_time\":0.25,\"prompt_time\":1,\"completion_time\":3}}"))
                .isEqualTo(
                        new ServerTimings(
                                Duration.ofMillis(250),
                                null,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3)));
    }

    @Test
    void what_is_not_told_or_makes_no_sense_is_nothing() {
        assertThat(parse("{\"usage\":{\"prompt_tokens\":1},\"timings\":null}")).isNull();
        assertThat(parse("{\"timings\":{\"prompt_ms\":-1,\"predicted_ms\":\"x\"}}")).isNull();
    }

    @Test
    void they_pass_through_a_whole_answer_and_a_stream() {
        ChatRequest request =
                new ChatRequest(
                        "m",
                        new Payload.Chat(
                                List.of(ChatMessage.user("Hi")), 1, TextOptions.defaults()),
                        Streaming.OFF);
        InferenceResult.Text result =
                new InferenceResult.Text(
                        List.of(new TextChoice(0, "a", FinishReason.STOP, null)),
                        new Usage(1, 1),
                        AnswerNotes.NONE.ignoring(List.of("seed")),
                        ALL);
        AnswerHead head = new AnswerHead("id", 1, "m");
        ObjectNode whole = TextAnswers.json(head, request, result);
        assertThat(TextAnswers.parse(request, whole)).isEqualTo(result);
        TextStreamReader reader = new TextStreamReader(request);
        new TextStreamWriter(head, request).end(result).forEach(reader::event);
        assertThat(reader.result().timings()).isEqualTo(ALL);
        assertThat(reader.result().notes()).isEqualTo(result.notes());
    }

    private static ServerTimings parse(String json) {
        return Timings.parse(Json.parse(json));
    }
}
