package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ThoughtReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "false | <think>#Hm. Well.#</think>##Yes </think> | Hm. Well. | Yes </think>",
                "false | ##<think>Hm</think>Yes# | Hm | Yes#",
                "false | <think>##</think>##Yes | ~~ | Yes",
                "false | <think>a < b, a </ b#  # c</think>d | a < b, a </ b#  # c | d",
                "false | <thinking>Hm</thinking> | ~~ | <thinking>Hm</thinking>",
                "false | #Yes <think>no</think> | ~~ | #Yes <think>no</think>",
                "false | <thi | ~~ | <thi",
                "false | <think>Hm # | Hm | ~~",
                "false | <think>Hm</thi | Hm</thi | ~~",
                "true | #Hm</think>#Yes | Hm | Yes",
                "true | Hm, and no end | Hm, and no end | ~~",
            })
    void what_is_thought_and_what_is_said_are_told_apart_wherever_the_pieces_end(
            boolean begun, String written, String thought, String said) {
        String text = lines(written);
        for (int cut = 0; cut <= text.length(); cut++) {
            var reader = new ThoughtReader(begun);
            List<ThoughtReader.Piece> pieces =
                    List.of(
                            reader.add(text.substring(0, cut)),
                            reader.add(text.substring(cut)),
                            reader.finish());
            assertThat(joined(pieces.stream().map(ThoughtReader.Piece::thought)))
                    .isEqualTo(lines(thought));
            assertThat(joined(pieces.stream().map(ThoughtReader.Piece::text)))
                    .isEqualTo(lines(said));
        }
    }

    @Test
    void a_thought_is_told_while_it_is_written() {
        var reader = new ThoughtReader(false);
        assertThat(reader.add("<think>\nHm, ").thought()).isEqualTo("Hm,");
        assertThat(reader.add("well").thought()).isEqualTo(" well");
        assertThat(reader.add("\n</think>\n\nYes").text()).isEqualTo("Yes");
    }

    @Test
    void a_model_whose_template_opens_the_thought_thinks_first_unless_it_is_held_to_a_form(
            @TempDir Path folder) throws Exception {
        try (TextModel plain = open(folder, "")) {
            TextChoice said = ask(plain, AnswerForm.any(), Map.of());
            assertThat(said.thought()).isEmpty();
            assertThat(said.text()).isNotBlank();
        }
        String opening =
                "{% if enable_thinking is not defined or enable_thinking %}<think>\\n{% endif %}";
        try (TextModel thinking = open(folder, opening)) {
            TextChoice thought = ask(thinking, AnswerForm.any(), Map.of());
            assertThat(thought.text()).isEmpty();
            assertThat(thought.thought()).isNotBlank();

            AnswerForm form = new AnswerForm.Choice(List.of("yes", "no"));
            TextChoice held = ask(thinking, form, Map.of());
            assertThat(held.text()).isIn("yes", "no");
            assertThat(held.thought()).isEmpty();

            TextChoice told =
                    ask(thinking, AnswerForm.any(), values("{\"enable_thinking\": false}"));
            assertThat(told.thought()).isEmpty();
            assertThat(told.text()).isNotBlank();
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> ask(thinking, AnswerForm.any(), values("false")))
                    .withMessageContaining("must be an object");
        }
    }

    private static Map<String, JsonNode> values(String json) {
        return Map.of(Extras.TEMPLATE_VALUES, Json.parse(json));
    }

    /** The model that ships, whose template knows of thoughts and ends with those words. */
    private static TextModel open(Path folder, String end) throws Exception {
        Path model = Files.createTempDirectory(folder, "model");
        try (Stream<Path> files = Files.list(ShippedChat.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Path config = model.resolve("tokenizer_config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst(
                                "(\"chat_template\" *: *\"(?:[^\"\\\\]|\\\\.)*)\"",
                                "$1{# </think> #}" + Matcher.quoteReplacement(end) + "\""));
        return TextModel.open(
                new TextModel.Spec(model, "cpu", "f32", 1L << 30, 0, 1, 1, null),
                (fraction, what) -> {});
    }

    private static TextChoice ask(
            TextModel model, AnswerForm form, Map<String, JsonNode> parameters) {
        TextOptions options =
                TextOptions.defaults()
                        .withMaxTokens(12)
                        .withForm(form)
                        .withExtras(new Extras(parameters, false));
        Payload.Chat chat = new Payload.Chat(List.of(ChatMessage.user("Say hello.")), 1, options);
        List<TextChunk> chunks = new ArrayList<>();
        var result = (InferenceResult.Text) model.answer(InferenceRequest.of(chat), chunks::add);
        TextChoice choice = result.choices().getFirst();
        assertThat(joined(chunks.stream().map(TextChunk::thought))).isEqualTo(choice.thought());
        assertThat(joined(chunks.stream().map(TextChunk::text))).isEqualTo(choice.text());
        return choice;
    }

    private static String joined(Stream<String> pieces) {
        return pieces.collect(Collectors.joining());
    }

    private static String lines(String written) {
        return written.replace('#', '\n');
    }
}
