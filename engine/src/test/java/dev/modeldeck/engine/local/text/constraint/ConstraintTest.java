package dev.modeldeck.engine.local.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.constraint.gbnf.Gbnf;
import dev.modeldeck.engine.local.text.constraint.grammar.Element;
import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.json.JsonAutomata;
import dev.modeldeck.engine.local.text.constraint.json.JsonElements;
import dev.modeldeck.engine.local.text.constraint.json.JsonSchema;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

class ConstraintTest {

    private static final float NEVER = Float.NEGATIVE_INFINITY;

    private final Tokens tokens = new SampleTokens();
    private final Scribe scribe = new Scribe(tokens, SampleTokens.END);
    private final JsonAutomata automata = new JsonAutomata();

    @Test
    void a_mask_says_of_each_token_what_reading_it_says() throws IOException {
        Random random = new Random(3);
        List<String> schemas = SampleSchemas.all();
        for (int i = 0; i < schemas.size(); i += 3) {
            Constraint constraint = scribe.begin(schema(schemas.get(i)));
            for (int step = 0; step < 25 && !constraint.ended(); step++) {
                float[] masked = constraint.masked(new float[tokens.count()]);
                int[] allowed = new int[masked.length];
                int count = 0;
                for (int token = 0; token < masked.length; token++) {
                    assertThat(masked[token] == 0)
                            .as("token %d, step %d of %s", token, step, schemas.get(i))
                            .isEqualTo(constraint.allows(token));
                    if (masked[token] == 0 && token != SampleTokens.END) {
                        allowed[count++] = token;
                    }
                }
                if (count == 0) {
                    break;
                }
                constraint.accept(allowed[random.nextInt(count)]);
            }
        }
    }

    @Test
    void the_end_is_allowed_just_where_the_text_is_whole() {
        Constraint constraint =
                scribe.begin(schema("{\"type\": \"integer\", \"maximum\": 99, \"minimum\": 0}"));
        assertThat(constraint.allows(SampleTokens.END)).isFalse();
        constraint.accept('4');
        assertThat(constraint.allows(SampleTokens.END)).isTrue();
        assertThat(constraint.masked(new float[tokens.count()])[SampleTokens.END]).isZero();
        assertThat(constraint.ended()).isFalse();
        constraint.accept('2');
        assertThat(constraint.ended()).isTrue();
        assertThat(constraint.masked(new float[tokens.count()])['2']).isEqualTo(NEVER);
    }

    @Test
    void tokens_that_are_no_text_are_never_allowed() {
        Constraint constraint = scribe.begin(schema("{}"));
        constraint.accept('"');
        float[] masked = constraint.masked(new float[tokens.count()]);
        assertThat(masked['<']).isZero();
        assertThat(masked[SampleTokens.MARK]).isEqualTo(NEVER);
        assertThat(masked[0xFF]).isEqualTo(NEVER);
        assertThat(constraint.allows(SampleTokens.MARK)).isFalse();
        assertThat(constraint.allows(tokens.count() - 1)).isFalse();
        // A model may have more logits than its tokenizer has tokens.
        assertThat(constraint.masked(new float[tokens.count() + 99])[tokens.count() + 98])
                .isEqualTo(NEVER);
        assertThat(constraint.allows(tokens.count() + 98)).isFalse();
    }

    @Test
    void a_language_can_ask_for_a_special_token() {
        Grammar grammar =
                new Grammar(
                        Element.sequence(Element.special(SampleTokens.MARK), Element.text("[]")));
        Constraint constraint = scribe.begin(grammar);
        assertThat(constraint.forced()).hasValue(SampleTokens.MARK);
        assertThat(constraint.allows(0xFF)).isFalse();
        constraint.accept(SampleTokens.MARK);
        assertThat(constraint.allows('[')).isTrue();
    }

    @Test
    void a_copy_looks_ahead_and_leaves_the_original_where_it_is() {
        Constraint constraint = scribe.begin(schema("{\"enum\": [\"ab\", \"ac\"]}"));
        constraint.accept('"');
        Constraint ahead = constraint.copy();
        ahead.accept('a');
        ahead.accept('c');
        assertThat(ahead.allows('"')).isTrue();
        assertThat(constraint.allows('"')).isFalse();
        assertThat(constraint.allows('a')).isTrue();
    }

    @Test
    void what_must_come_is_told_without_a_model() {
        Constraint constraint =
                scribe.begin(schema("{\"const\": {\"name\": \"foo-bar\", \"id\": null}}"));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int count = 0;
        while (!constraint.ended()) {
            int token = constraint.forced().orElseThrow();
            constraint.accept(token);
            text.writeBytes(tokens.bytes(token));
            count++;
        }
        assertThat(text.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"foo-bar\",\"id\":null}");
        assertThat(count).isLessThan(15);
        Constraint open = scribe.begin(schema("{\"enum\": [\"aa\", \"ab\"]}"));
        assertThat(open.forced()).hasValue('"');
        open.accept('"');
        open.accept('a');
        assertThat(open.forced()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void a_vocabulary_that_lacks_letters_says_so() {
        Tokens digits =
                new Tokens() {
                    @Override
                    public int count() {
                        return 11;
                    }

                    @Override
                    public boolean special(int token) {
                        return token == 10;
                    }

                    @Override
                    public byte[] bytes(int token) {
                        return new byte[] {(byte) ('0' + token)};
                    }
                };
        Scribe other = new Scribe(digits, 10);
        assertThat(
                        other.write(
                                schema("{\"type\": \"integer\", \"minimum\": 10, \"maximum\": 99}"),
                                1,
                                9))
                .hasValueSatisfying(text -> assertThat(text).hasSize(2));
        assertThatThrownBy(() -> other.write(schema("{\"const\": \"a\"}"), 1, 9))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class));
    }

    @Test
    void grammars_are_kept_to_as_well() {
        Grammar grammar = new Grammar(Gbnf.read("root ::= \"a\" root \"b\" | \"c\"{2,3}"));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(scribe.write(grammar, seed, 500))
                    .hasValueSatisfying(text -> {
                        String inner = text.replaceAll("^a*|b*$", "");
                        assertThat(inner).matches("c{2,3}");
                        assertThat(text.indexOf('c'))
                                .isEqualTo(text.length() - text.lastIndexOf('c') - 1);
                    });
        }
    }

    @Test
    void a_free_answer_is_left_alone() {
        float[] logits = {1, 2};
        Constraint free = Constraint.none();
        assertThat(free.masked(logits)).isSameAs(logits);
        assertThat(free.allows(1)).isTrue();
        assertThat(free.ended()).isFalse();
        assertThat(free.forced()).isEmpty();
        assertThat(free.copy()).isSameAs(free);
    }

    @Test
    void one_grammar_serves_many_threads() throws InterruptedException {
        Grammar grammar =
                schema("{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 3}");
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(i ->
                                Thread.ofPlatform().unstarted(() -> scribe.write(grammar, i, 2000)))
                        .toList();
        Set<Throwable> failures = ConcurrentHashMap.newKeySet();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failures.add(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private Grammar schema(String schema) {
        return new Grammar(
                JsonSchema.read(
                                JsonMapper.shared().readTree(schema),
                                true,
                                new JsonElements(automata))
                        .values());
    }
}
