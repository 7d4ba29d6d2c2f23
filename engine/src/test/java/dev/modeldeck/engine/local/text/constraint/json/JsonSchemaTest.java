package dev.modeldeck.engine.local.text.constraint.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.grammar.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

class JsonSchemaTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonAutomata AUTOMATA = new JsonAutomata();

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "{\"properties\": {\"a\": {\"not\": {}}}} § \"not\" at #/properties/a/not",
                "{\"if\": {}, \"then\": {}} § \"if\" at #/if",
                "{\"items\": {\"contains\": {}}} § \"contains\" at #/items/contains",
                "{\"type\": \"string\", \"format\": \"klingon\"} § \"format\" at #/format",
                "{\"$defs\": {\"x/y\": {\"pattern\": \"(a)\\\\1\"}}, \"$ref\": \"#/$defs/x~1y\"} §"
                        + " at #/$defs/x~1y/pattern",
                "{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"uniqueItems\": true} §"
                        + " \"uniqueItems\" at #/uniqueItems",
                "{\"oneOf\": [{\"type\": \"integer\"}, {\"minimum\": 2}]} § schemas 0 and 1",
                "{\"multipleOf\": 123456.789} § \"multipleOf\" at #/multipleOf",
                "{\"nullable\": true, \"type\": \"string\"} § \"nullable\" at #/nullable",
                "{\"allOf\": [{\"unevaluatedProperties\": false}, {\"properties\": {\"a\": {}}}]} §"
                        + " at #/allOf/0/unevaluatedProperties",
                "{\"type\": \"object\", \"enum\": [{}], \"properties\": {\"a\": {}}} § \"enum\" at"
                        + " #/enum",
            })
    void what_cannot_be_kept_to_is_refused_by_name_and_place_or_noted(String schema, String where) {
        assertThatThrownBy(() -> read(schema, true))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(where);
        String place = where.replaceFirst(".*at (?=#)", "");
        JsonSchema lenient = read(schema, false);
        assertThat(lenient.notHeld()).hasSize(1);
        assertThat(lenient.notHeld().getFirst())
                .isEqualTo(place.startsWith("#") ? place : "#/oneOf");
        assertThat(new Grammar(lenient.values()).start().dead()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "{\"type\": \"strnig\"} § #/type: it has \"strnig\"",
                "{\"properties\": {\"a\": 5}} § #/properties/a/: it must be an object",
                "{\"enum\": []} § #/enum: it must list",
                "{\"minimum\": \"5\"} § #/minimum: it must be a number",
                "{\"minLength\": -1} § #/minLength: it must be a count",
                "{\"minimum\": 1e400} § too large",
                "{\"type\": \"number\", \"enum\": [1e400, -1e999]} § too large",
                "{\"multipleOf\": 0} § #/multipleOf: it must be greater",
                "{\"required\": [1]} § #/required: it must be a list of names",
                "{\"$ref\": \"#/$defs/a\"} § \"#/$defs/a\", which is not there",
                "{\"$ref\": \"https://elsewhere.org/x\"} § not in this document",
                "{\"$ref\": \"#\"} § itself",
                "{\"anyOf\": [{\"$ref\": \"#\"}]} § itself",
            })
    void what_makes_no_sense_is_refused_however_lenient_one_is(String schema, String why) {
        assertThatThrownBy(() -> new Grammar(read(schema, false).values()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "false",
                "{\"type\": \"integer\", \"minimum\": 2, \"maximum\": 1}",
                "{\"type\": \"string\", \"enum\": [1]}",
                "{\"allOf\": [{\"type\": \"string\"}, {\"type\": \"null\"}]}",
                "{\"type\": \"object\", \"required\": [\"a\"], \"additionalProperties\": false}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\":"
                        + " [\"a\"]}",
                "{\"type\": \"array\", \"minItems\": 2, \"prefixItems\": [true, false]}",
                "{\"type\": \"array\", \"items\": {\"type\": \"boolean\"}, \"uniqueItems\": true,"
                        + " \"minItems\": 3}",
                "{\"type\": \"string\", \"pattern\": \"^a\", \"const\": \"b\"}",
                "{\"type\": \"string\", \"pattern\": \"^.{5}$\", \"maxLength\": 4}",
            })
    void what_no_answer_can_satisfy_is_refused(String schema) {
        assertThatThrownBy(() -> new Grammar(read(schema, true).values()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("No finite answer can be of the form");
    }

    @Test
    void properties_come_in_the_order_of_the_schema_and_others_only_where_it_asks_for_them() {
        String named = "\"properties\": {\"b\": {\"const\": 1}, \"a\": {\"const\": 2}}";
        assertThat(accepts("{" + named + "}", "{\"b\":1,\"a\":2}")).isTrue();
        assertThat(accepts("{" + named + "}", "{\"a\":2}")).isTrue();
        assertThat(accepts("{" + named + "}", "{\"a\":2,\"b\":1}")).isFalse();
        assertThat(accepts("{" + named + "}", "{\"b\":1,\"c\":0}")).isFalse();
        String open = "{" + named + ", \"additionalProperties\": {\"const\": 0}}";
        assertThat(accepts(open, "{\"b\":1,\"c\":0,\"dd\":0}")).isTrue();
        assertThat(accepts(open, "{\"c\":0,\"b\":1}")).isFalse();
        assertThat(accepts(open, "{\"c\":0,\"a\":0}")).isFalse();
        assertThat(accepts("{\"type\": \"object\"}", "{\"anything\": [true]}")).isTrue();
    }

    @Test
    void white_space_lays_an_answer_out_and_comes_to_an_end() {
        assertThat(accepts("{}", "{\n  \"a\": [\n    1,\n    2\n  ],\n\t\"b\": {}\n}")).isTrue();
        assertThat(accepts("{}", "[" + "\n" + " ".repeat(40) + "1]")).isTrue();
        assertThat(accepts("{}", "[" + "\n" + " ".repeat(41) + "1]")).isFalse();
        assertThat(accepts("{}", "[  1]")).isFalse();
        assertThat(accepts("{}", " 1")).isFalse();
        assertThat(accepts("{}", "1 ")).isFalse();
    }

    @Test
    void strings_are_whole_unicode() {
        assertThat(accepts("{}", "\"\\ud83d\\ude00 \\u00e9 \\/ \\n é☃😀\"")).isTrue();
        assertThat(accepts("{}", "\"\\ud83d\"")).isFalse();
        assertThat(accepts("{}", "\"\\ud83dx\"")).isFalse();
        assertThat(accepts("{}", "\"\\ude00\"")).isFalse();
        assertThat(accepts("{}", "\"\n\"")).isFalse();
        assertThat(accepts("{}", "\"\\x\"")).isFalse();
        assertThat(reads("{}", new byte[] {'"', (byte) 0xC0, (byte) 0x80})).isFalse();
        assertThat(reads("{}", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80})).isFalse();
        assertThat(reads("{}", new byte[] {'"', (byte) 0xF4, (byte) 0x90})).isFalse();
        assertThat(reads("{}", new byte[] {'"', (byte) 0xE2, (byte) 0x98})).isTrue();
    }

    @Test
    void brackets_nest_a_hundred_deep_at_most_and_can_always_be_closed() {
        assertThat(accepts("{}", "[".repeat(100) + "]".repeat(100))).isTrue();
        assertThat(reads("{}", "[".repeat(101).getBytes(StandardCharsets.UTF_8))).isFalse();
        String list =
                "{\"type\": \"object\", \"properties\": {\"n\": {\"$ref\": \"#\"}, \"v\":"
                        + " {\"const\": 0}}, \"required\": [\"v\"]}";
        String deepest = "{\"n\":".repeat(99) + "{\"v\":0}" + ",\"v\":0}".repeat(99);
        assertThat(accepts(list, deepest)).isTrue();
        assertThat(reads(list, "{\"n\":".repeat(100).getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void a_long_answer_outlives_what_is_remembered() {
        String text = "\"" + "a".repeat(15_000) + "\"";
        assertThat(accepts("{\"type\": \"string\", \"maxLength\": 15000}", text)).isTrue();
        assertThat(accepts("{\"type\": \"string\", \"maxLength\": 14999}", text)).isFalse();
    }

    private static boolean accepts(String schema, String text) {
        return read(schema, text.getBytes(StandardCharsets.UTF_8)).complete();
    }

    private static boolean reads(String schema, byte[] text) {
        return !read(schema, text).dead();
    }

    private static State read(String schema, byte[] text) {
        Grammar grammar = new Grammar(read(schema, true).values());
        State state = grammar.start();
        for (byte octet : text) {
            state = grammar.next(state, octet & 0xFF);
        }
        return state;
    }

    private static JsonSchema read(String schema, boolean strict) {
        return JsonSchema.read(JSON.readTree(schema), strict, new JsonElements(AUTOMATA));
    }
}
