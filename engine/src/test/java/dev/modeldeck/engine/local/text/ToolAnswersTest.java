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
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Random models with the templates of families: what they write is held to calls that validate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolAnswersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SCHEMA =
            """
            {"type": "object", "properties": {"harbour": {"enum": ["Büsum", "神戸"]},
            "days": {"type": "integer", "minimum": 1, "maximum": 99}},
            "required": ["harbour", "days"], "additionalProperties": false}
            """;
    private static final Tool TIDES =
            new Tool(
                    JSON.createObjectNode()
                            .put("name", "tides")
                            .set("parameters", JSON.readTree(SCHEMA)),
                    true);
    private static final Tool CLOCK =
            new Tool(
                    JSON.createObjectNode()
                            .put("name", "clock")
                            .set(
                                    "parameters",
                                    JSON.readTree(
                                            "{\"properties\": {\"zone\": {\"maxLength\": 3,"
                                                    + " \"type\": \"string\"}},"
                                                    + " \"additionalProperties\": false}")),
                    false);

    @TempDir private Path folder;
    private final Map<String, TextModel> open = new HashMap<>();

    @AfterAll
    void close() {
        open.values().forEach(TextModel::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hermes",
                "hermes special",
                "llama",
                "mistral",
                "mistral-named special",
                "phi"
            })
    void required_calls_validate_in_every_family_and_are_streamed(String family) {
        List<TextChunk> chunks = new ArrayList<>();
        ToolUse use = new ToolUse(List.of(TIDES, CLOCK), new ToolUse.Choice.Required(), true);
        List<TextChoice> choices = ask(family, use, 2, 160, AnswerForm.any(), chunks::add);
        for (TextChoice choice : choices) {
            List<CallPiece> pieces =
                    chunks.stream()
                            .filter(chunk -> chunk.choice() == choice.index())
                            .map(TextChunk::call)
                            .filter(Objects::nonNull)
                            .toList();
            assertThat(ToolCall.joined(pieces)).isEqualTo(choice.calls());
            // Without a will of its own, the model calls until its limit, perhaps within a call.
            boolean cut = choice.finishReason() == FinishReason.LENGTH;
            choice.calls().stream()
                    .limit(choice.calls().size() - (cut ? 1 : 0))
                    .forEach(ToolAnswersTest::validate);
            assertThat(choice.calls()).isNotEmpty();
            assertThat(choice.text()).matches(cut ? "(?s).{0,40}" : "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hermes special", "llama", "mistral", "mistral-named special", "phi"})
    void one_named_call_is_one_call_of_that_name(String family) {
        ToolUse use = new ToolUse(List.of(TIDES, CLOCK), new ToolUse.Choice.Named("tides"), false);
        for (TextChoice choice : ask(family, use, 3, 200, AnswerForm.any(), ChunkListener.none())) {
            assertThat(choice.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(choice.calls()).extracting(ToolCall::name).containsExactly("tides");
            validate(choice.calls().getFirst());
        }
    }

    @Test
    void a_limit_within_a_call_is_told_and_the_call_is_cut() {
        ToolUse use = new ToolUse(List.of(TIDES), new ToolUse.Choice.Required(), true);
        TextChoice choice =
                ask("llama", use, 1, 35, AnswerForm.any(), ChunkListener.none()).getFirst();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(choice.text()).isEmpty();
        assertThat(choice.calls().getFirst().arguments()).startsWith("{").doesNotEndWith("}");
        choice = ask("llama", use, 1, 12, AnswerForm.any(), ChunkListener.none()).getFirst();
        assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(choice.text()).as("what cannot be but the begin of a call").isEmpty();
        assertThat(choice.calls()).isEmpty();
    }

    @Test
    void a_model_that_may_call_is_free_to_write_text() {
        ToolUse use = new ToolUse(List.of(TIDES, CLOCK), new ToolUse.Choice.Auto(), true);
        TextChoice held =
                ask("hermes", use, 1, 60, AnswerForm.any(), ChunkListener.none()).getFirst();
        assertThat(held.calls()).isEmpty();
        assertThat(held.text()).hasSizeGreaterThan(30).doesNotContain("<tool_call>");
        use = new ToolUse(List.of(CLOCK), new ToolUse.Choice.Auto(), true);
        TextChoice free =
                ask("hermes", use, 1, 60, AnswerForm.any(), ChunkListener.none()).getFirst();
        assertThat(free.calls()).isEmpty();
        assertThat(free.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void an_answer_is_of_the_form_or_calls() {
        ToolUse use = new ToolUse(List.of(TIDES), new ToolUse.Choice.Auto(), false);
        AnswerForm form = new AnswerForm.Choice(List.of("yes", "no"));
        for (TextChoice choice : ask("phi", use, 6, 300, form, ChunkListener.none())) {
            if (choice.calls().isEmpty()) {
                assertThat(choice.text()).isIn("yes", "no");
            } else {
                assertThat(choice.text()).isEmpty();
                validate(choice.calls().getFirst());
            }
        }
    }

    @Test
    void where_nothing_may_be_called_the_model_is_not_told_of_tools() {
        ToolUse none = new ToolUse(List.of(TIDES), new ToolUse.Choice.Never(), true);
        assertThat(usage(none)).isEqualTo(usage(ToolUse.none()));
        assertThat(usage(new ToolUse(List.of(TIDES), new ToolUse.Choice.Auto(), true)))
                .isGreaterThan(usage(none) + 100);
    }

    private int usage(ToolUse use) {
        Payload.Chat chat = new Payload.Chat(List.of(ChatMessage.user("Hi")), 1, options(1), use);
        return model("hermes")
                .answer(InferenceRequest.of(chat), ChunkListener.none())
                .usage()
                .promptTokens();
    }

    @Test
    void what_cannot_be_called_or_held_is_refused_with_its_field() {
        ToolUse any = new ToolUse(List.of(CLOCK), new ToolUse.Choice.Auto(), true);
        assertThatThrownBy(() -> ask("chatml", any, 1, 5, AnswerForm.any(), ChunkListener.none()))
                .hasMessageContaining("no place for tools");
        assertThatThrownBy(() -> ask("odd", any, 1, 5, AnswerForm.any(), ChunkListener.none()))
                .hasMessageContaining("is not known here");
        ObjectNode impossible =
                (ObjectNode)
                        JSON.readTree(
                                "{\"name\": \"x\", \"parameters\": {\"type\": \"object\","
                                        + " \"not\": {\"required\": [\"a\"]}}}");
        ToolUse strict =
                new ToolUse(
                        List.of(new Tool(impossible, true)), new ToolUse.Choice.Required(), true);
        assertThatThrownBy(
                        () -> ask("hermes", strict, 1, 5, AnswerForm.any(), ChunkListener.none()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(new Problem.Invalid(e.getMessage(), "tools")));
    }

    private List<TextChoice> ask(
            String family,
            ToolUse use,
            int choices,
            int tokens,
            AnswerForm form,
            ChunkListener listener) {
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("High water?")),
                        choices,
                        options(tokens).withForm(form),
                        use);
        InferenceResult.Text answer =
                (InferenceResult.Text) model(family).answer(InferenceRequest.of(chat), listener);
        return answer.choices();
    }

    private static TextOptions options(int tokens) {
        return new TextOptions(
                tokens, 1.0, null, null, null, null, null, null, 7L, List.of(), null);
    }

    private static void validate(ToolCall call) {
        assertThat(call.id()).matches("[A-Za-z0-9]{9}");
        String schema = (call.name().equals("tides") ? TIDES : CLOCK).parameters().toString();
        assertThat(
                        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(schema)
                                .validate(JSON.readTree(call.arguments())))
                .as("%s", call)
                .isEmpty();
    }

    private TextModel model(String family) {
        return open.computeIfAbsent(
                family,
                name -> {
                    try {
                        return made(name);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private TextModel made(String name) throws IOException {
        Path model = TinyModels.llama(folder.resolve(name), 5, 2048);
        String family = name.replace(" special", "");
        Path config = model.resolve("tokenizer_config.json");
        ObjectNode texts = (ObjectNode) JSON.readTree(config.toFile());
        if (family.equals("odd")) {
            texts.put("chat_template", "{{ tools }}{{ messages[0].content }}");
        } else if (!family.equals("chatml")) {
            texts.put("chat_template", ToolTemplateTest.resource(family + ".jinja"));
        }
        texts.put("bos_token", "<|im_start|>");
        JSON.writeValue(config.toFile(), texts);
        if (name.endsWith("special")) {
            marksAreSpecial(model.resolve("tokenizer.json"));
        }
        return TextModel.open(
                new TextModel.Spec(model, "cpu", "f32", 1L << 30, 0, 1, 1, null),
                (fraction, what) -> {});
    }

    /** Gives tokens to the marks, in place of four bytes that occur in no text. */
    private static void marksAreSpecial(Path file) {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(file.toFile());
        ObjectNode vocabulary = (ObjectNode) tokenizer.path("model").path("vocab");
        ArrayNode added = (ArrayNode) tokenizer.path("added_tokens");
        List<String> marks =
                List.of(
                        "<tool_call>",
                        "</tool_call>",
                        "[TOOL_CALLS]",
                        "[ARGS]",
                        "<|tool_call|>",
                        "<|/tool_call|>");
        for (int i = 0; i < marks.size(); i++) {
            int id = 0xF8 + i;
            vocabulary.remove(Character.toString(id));
            vocabulary.put(marks.get(i), id);
            ObjectNode token = ((ObjectNode) added.get(0)).deepCopy();
            added.add(token.put("id", id).put("content", marks.get(i)));
        }
        JSON.writeValue(file.toFile(), tokenizer);
    }
}
