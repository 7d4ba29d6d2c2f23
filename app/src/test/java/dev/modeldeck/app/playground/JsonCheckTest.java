package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCheckTest {

    private static final Texts TEXTS = Texts.of("playground");
    private static final Shape SCHEMA =
            Shape.free()
                    .withFormat(Shape.Format.SCHEMA)
                    .withSchema(
                            "{\"$id\": \"x:a\", \"type\": \"object\", \"properties\": {\"age\":"
                                    + " {\"type\": \"integer\"}}, \"required\": [\"age\"]}");

    @Test
    void the_examples_are_valid() {
        assertThat(JsonCheck.schema(TEXTS.get("schema.example"))).isEmpty();
        assertThat(JsonCheck.tools(TEXTS.get("tools.example"))).isEmpty();
        assertThat(JsonCheck.properties(TEXTS.get("schema.example")))
                .isEqualTo("topic, mood, priority, urgent");
        assertThat(JsonCheck.toolNames(TEXTS.get("tools.example"))).isEqualTo("get_weather");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                             | There is no text.
                    {"type": "object"              | Not valid JSON at line 1, column
                    {"type": "object"} {}          | Not valid JSON at line 1, column
                    [1]                            | A schema is an object, in curly braces.
                    {"type": "objekt"}             | At /type:
                    {"properties": {"a": 1}}       | At /properties/a:
                    {"minLength": -1}              | At /minLength:
                    {"$ref": "#/$defs/nowhere"}    | A reference in the schema leads nowhere.
                    """)
    void what_is_wrong_with_a_schema_is_told(String schema, String complaint) {
        assertThat(JsonCheck.schema(schema).orElseThrow()).startsWith(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                             | Tools are a list, in square brackets.
                    [{"type": "function"}]                         | Each tool needs
                    [{"type": "function", "function": {"name": "a"}}, {"type": "function", "function": {"name": "a"}}] | Two tools are called "a".
                    [{"type": "function", "function": {"name": "a", "parameters": {"type": 1}}}] | a: At /type:
                    """)
    void what_is_wrong_with_tools_is_told(String tools, String complaint) {
        assertThat(JsonCheck.tools(tools).orElseThrow()).startsWith(complaint);
    }

    @Test
    void an_answer_is_checked_by_its_format() {
        assertThat(JsonCheck.answer(Shape.free(), "{")).isEmpty();
        Shape object = Shape.free().withFormat(Shape.Format.JSON);
        assertThat(JsonCheck.answer(object, "{\"a\": 1}")).isEmpty();
        assertThat(JsonCheck.answer(object, "[1]")).contains("This is no JSON object.");
        assertThat(JsonCheck.answer(object, "{\"a\": ").orElseThrow()).startsWith("Not valid");
        assertThat(JsonCheck.answer(SCHEMA, "{\"age\": 3}")).isEmpty();
        assertThat(JsonCheck.answer(SCHEMA, "{\"age\": \"x\"}").orElseThrow())
                .isEqualTo("At /age: string found, integer expected.");
        assertThat(JsonCheck.answer(SCHEMA, "{}").orElseThrow()).startsWith("At /:");
    }

    @Test
    void another_schema_with_the_same_id_is_another_schema() {
        assertThat(JsonCheck.answer(SCHEMA, "{\"age\": 3}")).isEmpty();
        Shape other = SCHEMA.withSchema("{\"$id\": \"x:a\", \"type\": \"string\"}");
        assertThat(JsonCheck.answer(other, "{\"age\": 3}")).isPresent();
    }

    @Test
    void a_block_of_code_ends_where_it_should() {
        assertThat(JsonCheck.block("{\"a\":[\"```\"]}"))
                .isEqualTo("````````json\n{\n  \"a\": [ \"```\" ]\n}\n````````");
        assertThat(JsonCheck.block("{\"a\":")).contains("\n{\"a\":\n");
    }
}
