package dev.modeldeck.engine.local.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.json.JsonAutomata;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;
import dev.modeldeck.engine.local.text.constraint.json.JsonSchema;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Two hundred schemas of growing nastiness, answered by chance and judged by a validator. */
class SchemaAnswersTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final int ANSWERS = 4;
    private static final int LIMIT = 3000;

    private final SchemaRegistry validators =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Scribe scribe = new Scribe(new SampleTokens(), SampleTokens.END);
    private final JsonAutomata automata = new JsonAutomata();

    @Test
    void every_answer_by_chance_parses_and_validates() throws IOException {
        List<String> schemas = SampleSchemas.all();
        assertThat(schemas).hasSizeGreaterThanOrEqualTo(200);
        int finished = 0;
        for (String schema : schemas) {
            Grammar grammar = new Grammar(read(JSON.readTree(schema)));
            Schema validator = validators.getSchema(schema);
            int before = finished;
            for (int seed = 0; seed < ANSWERS; seed++) {
                Optional<String> answer = scribe.write(grammar, seed, LIMIT);
                answer.ifPresent(text -> validate(schema, validator, text));
                finished += answer.isPresent() ? 1 : 0;
            }
            assertThat(finished).as("an answer to %s", schema).isGreaterThan(before);
        }
        assertThat(finished).isGreaterThan(schemas.size() * ANSWERS * 9 / 10);
    }

    private Element read(JsonNode schema) {
        JsonSchema read = JsonSchema.read(schema, true, new JsonElements(automata));
        assertThat(read.notHeld()).isEmpty();
        return read.values();
    }

    private static void validate(String schema, Schema validator, String text) {
        JsonNode value = JSON.readTree(text);
        assertThat(
                        validator.validate(
                                value,
                                context ->
                                        context.executionConfig(
                                                config -> config.formatAssertionsEnabled(true))))
                .as("%s\nfor %s", text, schema)
                .isEmpty();
    }
}
