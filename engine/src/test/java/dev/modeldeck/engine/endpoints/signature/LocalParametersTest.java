package dev.modeldeck.engine.endpoints.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class LocalParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "logit_bias         | {\"1\":2}",
                "modalities         | [\"text\",\"audio\"]",
                "reasoning_effort   | \"high\"",
                "verbosity          | \"low\"",
                "web_search_options | {\"a\":1}",
                "audio              | {\"voice\":\"x\"}",
            })
    void what_would_change_the_answer_is_refused(String key, String value) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> LocalParameters.checked(chat(key, value, false)))
                .satisfies(e ->
                        assertThat(e.problem())
                                .isInstanceOfSatisfying(
                                        Problem.Invalid.class,
                                        wrong -> assertThat(wrong.field()).isEqualTo(key)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "logit_bias       | {}",
                "modalities       | [\"text\"]",
                "reasoning_effort | \"none\"",
                "user             | \"somebody\"",
                "store            | true",
            })
    void what_asks_for_nothing_is_neither_refused_nor_told(String key, String value) {
        Payload payload = chat(key, value, true);
        assertThat(LocalParameters.checked(payload)).isInstanceOf(Payload.Chat.class);
        assertThat(LocalParameters.dropped(payload)).isEmpty();
    }

    @Test
    void values_for_the_template_reach_a_chat_model_and_no_other() {
        String key = Extras.TEMPLATE_VALUES;
        Payload payload = chat(key, "{\"enable_thinking\":false}", true);
        assertThat(((Payload.Chat) LocalParameters.checked(payload)).options().extras())
                .isEqualTo(((Payload.Chat) payload).options().extras());
        assertThat(LocalParameters.dropped(payload)).isEmpty();
        var completion =
                new Payload.Completion(
                        List.of(new Payload.Prompt.Text("Hi")),
                        1,
                        false,
                        ((Payload.Chat) chat(key, "{}", false)).options());
        assertThat(LocalParameters.dropped(completion)).containsExactly(key);
    }

    @Test
    void what_is_not_known_is_dropped_and_told() {
        Payload payload = chat("mirostat", "2", false);
        assertThat(((Payload.Chat) LocalParameters.checked(payload)).options().extras())
                .isEqualTo(Extras.none());
        assertThat(LocalParameters.dropped(payload)).containsExactly("mirostat");
    }

    @Test
    void the_strict_are_refused_instead() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> LocalParameters.checked(chat("mirostat", "2", true)))
                .withMessageContaining("does not honour \"mirostat\"");
    }

    private static Payload chat(String key, String value, boolean strict) {
        Extras extras = new Extras(Map.of(key, Json.parse(value)), strict);
        TextOptions options = TextOptions.defaults().withExtras(extras);
        return new Payload.Chat(List.of(ChatMessage.user("hi")), 1, options);
    }
}
