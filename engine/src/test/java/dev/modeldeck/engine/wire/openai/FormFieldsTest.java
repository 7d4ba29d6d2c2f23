package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.Text;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

class FormFieldsTest {

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "response_format":{"type":"text"}                                | Free
                    "response_format":{"type":"json_object"}                         | AnyObject
                    "structured_outputs":{"json_object":true}                        | AnyObject
                    "response_format":{"type":"json_object","schema":{"type":"null"}} | Schema
                    "response_format":{"type":"json_schema","schema":{}}             | Schema
                    "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":true}} | Schema
                    "guided_json":{"type":"null"}                                    | Schema
                    "guided_json":"{}"                                               | Schema
                    "structured_outputs":{"json":{}}                                 | Schema
                    "json_schema":{}                                                 | Schema
                    "guided_regex":"a+"                                              | Pattern
                    "structured_outputs":{"regex":"a+"}                              | Pattern
                    "guided_choice":["a","b"]                                        | Choice
                    "structured_outputs":{"choice":["a"]}                            | Choice
                    "guided_grammar":"root ::= [a]"                                  | Grammar
                    "structured_outputs":{"grammar":"root ::= [a]"}                  | Grammar
                    "grammar":"root ::= [a]"                                         | Grammar
                    "structured_outputs":null                                        | Free
                    """)
    void each_servers_words_for_a_form_are_understood(String field, String kind) {
        TextOptions options = chat(field).payload().options();
        assertThat(options.form().getClass().getSimpleName()).isEqualTo(kind);
        TextOptions ofCompletion =
                CompletionRequest.parse(Json.parseObject("{\"prompt\":\"a\"," + field + "}"), null)
                        .payload()
                        .options();
        assertThat(ofCompletion.form()).isEqualTo(options.form());
    }

    @Test
    void openais_schema_keeps_its_name_its_strictness_and_the_order_of_its_properties() {
        AnswerForm form =
                chat("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":"
                                + SCHEMA
                                + "}}")
                        .payload()
                        .options()
                        .form();
        assertThat(form).isEqualTo(new AnswerForm.Schema("n", Json.parse(SCHEMA), true));
        assertThat(((AnswerForm.Schema) form).schema()).hasToString(SCHEMA);
    }

    static Stream<AnswerForm> forms() {
        return Stream.of(
                AnswerForm.any(),
                new AnswerForm.AnyObject(),
                new AnswerForm.Schema("n", Json.parse(SCHEMA), true),
                new AnswerForm.Schema("answer", Json.parse("true"), false),
                new AnswerForm.Pattern("a\"\\d"),
                new AnswerForm.Choice(List.of("a", "☃")),
                new AnswerForm.Grammar("root ::= [a]\n"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_survives_the_way_to_a_server(AnswerForm form) {
        ChatRequest asked = chat("\"model\":\"m\"");
        ChatRequest request =
                new ChatRequest(
                        "m",
                        new Payload.Chat(
                                asked.payload().messages(),
                                1,
                                TextOptions.defaults().withForm(form)),
                        Streaming.OFF);
        assertThat(ChatRequest.parse(Json.parseObject(Json.write(request.json()))))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "response_format":{"type":"grammar"}                        | response_format
                    "response_format":{"type":"json_schema"}                    | schema
                    "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":[]}} | schema
                    "response_format":"json"                                    | response_format
                    "guided_json":5                                             | guided_json
                    "guided_choice":[]                                          | guided_choice
                    "guided_choice":[1]                                         | guided_choice
                    "guided_regex":["a"]                                        | guided_regex
                    "guided_whitespace_pattern":" "                             | guided_whitespace_pattern
                    "structured_outputs":{"structural_tag":{}}                  | structural_tag
                    "structured_outputs":{"regex":"a","choice":["b"]}           | response_format
                    "guided_regex":"a","response_format":{"type":"json_object"} | response_format
                    "truncation":"always"                                       | truncation
                    "truncate_prompt_tokens":0                                  | truncate_prompt_tokens
                    "truncate_prompt_tokens":-2                                 | truncate_prompt_tokens
                    "truncate_prompt_tokens":5,"truncation":"auto"              | truncate_prompt_tokens
                    """)
    void what_is_wrong_is_named(String field, String param) {
        EngineException e = catchThrowableOfType(EngineException.class, () -> chat(field));
        assertThat(e.problem())
                .isInstanceOfSatisfying(
                        Problem.Invalid.class, p -> assertThat(p.field()).isEqualTo(param));
    }

    @Test
    void a_long_prompt_is_cut_as_one_asks() {
        for (Truncation wanted :
                List.of(
                        Truncation.none(),
                        new Truncation.OldestTurns(),
                        new Truncation.LastTokens(7),
                        new Truncation.LastTokens(Integer.MAX_VALUE))) {
            ObjectNode body = Json.parseObject(CHAT + "\"model\":\"m\"}");
            TruncationFields.write(body, wanted);
            assertThat(ChatRequest.parse(body).payload().options().truncation()).isEqualTo(wanted);
        }
        assertThat(chat("\"truncation\":\"disabled\"").payload().options().truncation())
                .isEqualTo(Truncation.none());
    }

    @Test
    void what_an_answer_says_about_itself_survives_the_way_to_a_client() {
        Text result =
                new Text(
                        List.of(new TextChoice(0, "a", FinishReason.STOP, null)),
                        new Usage(1, 1),
                        new AnswerNotes(12, List.of("#/not", "#/a/if")));
        ChatRequest request = chat("\"stream\":true");
        AnswerHead head = AnswerHead.of(request, "1", Instant.EPOCH);
        ObjectNode whole = TextAnswers.json(head, request, result);
        assertThat(whole.path("modeldeck"))
                .hasToString(
                        "{\"truncated_tokens\":12,\"schema_not_enforced\":[\"#/not\",\"#/a/if\"]}");
        assertThat(TextAnswers.parse(request, whole)).isEqualTo(result);
        TextStreamReader reader = new TextStreamReader(request);
        new TextStreamWriter(head, request).end(result).forEach(reader::event);
        assertThat(reader.result().notes()).isEqualTo(result.notes());
        Text plain = new Text(result.choices(), result.usage());
        assertThat(TextAnswers.json(head, request, plain).has("modeldeck")).isFalse();
    }

    private static ChatRequest chat(String field) {
        return ChatRequest.parse(Json.parseObject(CHAT + field + "}"));
    }
}
