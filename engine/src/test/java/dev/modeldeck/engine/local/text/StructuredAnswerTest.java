package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.constraint.SampleSchemas;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.List;

/** Models of two kinds, one that knows nothing and one that was trained, held to forms. */
class StructuredAnswerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int EACH = 12;

    @TempDir static Path folder;
    private static TextModel random;
    private static TextModel trained;

    private final SchemaRegistry validators =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @BeforeAll
    static void open() throws Exception {
        random = open(TinyModels.llama(folder, 5));
        trained = open(ShippedChat.folder());
    }

    private static TextModel open(Path model) {
        return TextModel.open(
                new TextModel.Spec(model, "cpu", "f32", 1L << 30, 0, 1, 1, null), (fraction, what) -> {});
    }

    @AfterAll
    static void close() {
        random.close();
        trained.close();
    }

    @Test
    void every_answer_that_ends_parses_and_validates_whoever_writes_it() throws Exception {
        List<String> schemas = SampleSchemas.all();
        int ended = 0;
        int asked = 0;
        for (int i = 0; i < schemas.size(); i += EACH) {
            ended += valid(random, schemas.get(i)) ? 1 : 0;
            ended += valid(trained, schemas.get(i)) ? 1 : 0;
            asked += 2;
        }
        assertThat(ended).isGreaterThan(asked / 2);
    }

    /** Whether the answer came to its end. */
    private boolean valid(TextModel model, String schema) {
        AnswerForm form = new AnswerForm.Schema("", JSON.readTree(schema), true);
        TextChoice answer = ask(model, options(100, 1.0).withForm(form)).choices().getFirst();
        if (answer.finishReason() != FinishReason.STOP) {
            return false;
        }
        JsonNode value = JSON.readTree(answer.text());
        assertThat(validators.getSchema(schema).validate(value))
                .as("%s\nfor %s", answer.text(), schema)
                .isEmpty();
        return true;
    }

    @Test
    void any_object_a_pattern_a_choice_and_a_grammar_are_kept_to() {
        for (TextModel model : List.of(random, trained)) {
            TextChoice object = answer(model, new AnswerForm.AnyObject());
            assertThat(object.text()).startsWith("{");
            if (object.finishReason() == FinishReason.STOP) {
                assertThat(JSON.readTree(object.text()).isObject()).isTrue();
            }
            assertThat(answer(model, new AnswerForm.Pattern("[A-C]{3}-\\d+\\.")).text())
                    .matches("[A-C]{3}-\\d+\\.");
            assertThat(answer(model, new AnswerForm.Choice(List.of("yes", "no", "never ☃"))).text())
                    .isIn("yes", "no", "never ☃");
            assertThat(
                            answer(
                                            model,
                                            new AnswerForm.Grammar(
                                                    "root ::= \"(\" root \")\" | [0-9]"))
                                    .text())
                    .matches("\\(*\\d\\)*");
        }
    }

    @Test
    void what_is_whole_and_cannot_go_on_ends_without_asking_the_model() {
        InferenceResult.Text answer =
                ask(trained, options(50, 0.0).withForm(new AnswerForm.Choice(List.of("Served"))));
        assertThat(answer.choices().getFirst().text()).isEqualTo("Served");
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().completionTokens()).isLessThanOrEqualTo("Served".length());
    }

    @Test
    void a_limit_that_comes_first_is_told() {
        AnswerForm form =
                new AnswerForm.Schema(
                        "", JSON.readTree("{\"type\": \"string\", \"minLength\": 99}"), true);
        TextChoice answer = ask(random, options(20, 1.0).withForm(form)).choices().getFirst();
        assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.text()).startsWith("\"").hasSizeGreaterThan(10);
    }

    @Test
    void the_most_likely_of_the_allowed_tokens_is_chosen_and_its_own_probability_told() {
        TextOptions one =
                logprobs(options(1, 0.0)).withForm(new AnswerForm.Choice(List.of("q", "z", "~")));
        TokenLogprob token = only(ask(random, one));
        TextOptions topOne =
                new TextOptions(1, 1.0, null, 1, null, null, null, null, 3L, List.of(), 20)
                        .withForm(new AnswerForm.Choice(List.of("q", "z", "~")));
        assertThat(only(ask(random, topOne))).isEqualTo(token);
        TokenLogprob free = only(ask(random, logprobs(options(1, 0.0))));
        assertThat(token.token()).isIn("q", "z", "~");
        assertThat(token.alternatives()).isEqualTo(free.alternatives());
        assertThat(token.logprob()).isLessThan(free.logprob());
        free.alternatives().stream()
                .filter(other -> other.token().equals(token.token()))
                .forEach(same -> assertThat(same.logprob()).isEqualTo(token.logprob()));
    }

    @Test
    void what_is_not_held_is_refused_or_told() {
        JsonNode schema = JSON.readTree("{\"enum\": [1, 2], \"not\": {\"const\": 1}}");
        assertThatThrownBy(() -> answer(random, new AnswerForm.Schema("", schema, true)))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new Problem.Invalid(
                                                        e.getMessage(), "response_format")))
                .hasMessageContaining("#/not");
        InferenceResult.Text lenient =
                ask(random, options(9, 0.0).withForm(new AnswerForm.Schema("", schema, false)));
        assertThat(lenient.notes().notHeld()).containsExactly("#/not");
        assertThat(lenient.choices().getFirst().text()).isIn("1", "2");
        assertThat(ask(random, options(2, 0.0)).notes().none()).isTrue();
    }

    @Test
    void several_choices_are_each_held() {
        AnswerForm form = new AnswerForm.Pattern("\\d{4}");
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("Hi")), 4, options(9, 1.0).withForm(form));
        InferenceResult.Text answer =
                (InferenceResult.Text)
                        random.answer(InferenceRequest.of(chat), ChunkListener.none());
        assertThat(answer.choices())
                .hasSize(4)
                .allSatisfy(c -> assertThat(c.text()).matches("\\d{4}"));
    }

    private static TokenLogprob only(InferenceResult.Text answer) {
        List<TokenLogprob> tokens = answer.choices().getFirst().logprobs();
        assertThat(tokens).hasSize(1);
        return tokens.getFirst();
    }

    private static TextChoice answer(TextModel model, AnswerForm form) {
        return ask(model, options(120, 1.0).withForm(form)).choices().getFirst();
    }

    private static InferenceResult.Text ask(TextModel model, TextOptions options) {
        Payload.Chat chat =
                new Payload.Chat(List.of(ChatMessage.user("What is served?")), 1, options);
        return (InferenceResult.Text) model.answer(InferenceRequest.of(chat), ChunkListener.none());
    }

    private static TextOptions options(int tokens, double temperature) {
        return new TextOptions(
                tokens, temperature, null, null, null, null, null, null, 7L, List.of(), null);
    }

    private static TextOptions logprobs(TextOptions options) {
        return new TextOptions(
                options.maxTokens(),
                options.temperature(),
                null,
                null,
                null,
                null,
                null,
                null,
                7L,
                List.of(),
                20);
    }
}
