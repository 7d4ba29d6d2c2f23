package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openai.ChatRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Any server of OpenAI's protocol. */
class CompatibleContractTest extends OpenAiProtocolContract {

    private static final TextOptions STRICT = DEMANDING.withExtras(new Extras(Map.of(), true));

    @Override
    protected RemoteServer server() {
        return OpenAiServer.compatible();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v1/models",
                """
                {"object": "list", "data": [
                  {"id": "gpt-x", "object": "model", "created": 1, "owned_by": "somebody"}]}\
                """);
    }

    @Override
    protected String model() {
        return "gpt-x";
    }

    @Test
    void an_unknown_server_is_asked_for_everything_but_what_only_we_have() {
        assertThat(ignored(DEMANDING.withTruncation(new Truncation.OldestTurns())))
                .containsExactly("truncation");
        assertThat(sent().propertyNames())
                .contains("top_k", "min_p", "repetition_penalty", "seed", "stop", "logprobs")
                .doesNotContain("truncation");
    }

    private static final String NOTED = "\"modeldeck\":{\"ignored_parameters\":[\"top_k\"]}";

    @Test
    void who_is_strict_is_so_at_a_server_that_may_be_a_modeldeck() {
        assertThat(ignored(STRICT)).isEmpty();
        assertThat(sent().path("modeldeck").path("strict").asBoolean(false)).isTrue();
        assertThat(ignored(DEMANDING)).isEmpty();
        assertThat(sent().has("modeldeck")).isFalse();
    }

    @Test
    void a_server_that_does_not_know_that_word_is_asked_without_it() {
        fake.on(
                query(),
                (exchange, body) ->
                        (body.contains("modeldeck")
                                        ? FakeServer.json(
                                                400,
                                                "{\"error\":{\"message\":\"Unrecognized request argument supplied: modeldeck\"}}")
                                        : answer())
                                .to(exchange, body));
        assertThat(asked(STRICT).choices().getFirst().text()).isEqualTo("Hi there");
    }

    @Test
    void a_whole_answer_that_ignored_something_is_kept_from_a_strict_caller() {
        String whole =
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                        + NOTED
                        + "}";
        fake.on(query(), FakeServer.json(200, whole));
        assertThat(asked(DEMANDING).notes().ignored()).containsExactly("top_k");
        assertThat(heardBeforeRefusal()).isEmpty();
    }

    @Test
    void of_a_stream_it_is_refused_as_soon_as_it_is_known() {
        String told = "data: {\"choices\":[],%s}\n\n".formatted(NOTED);
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(), pieces -> pieces.write(told + piece("Hi") + ending())));
        assertThat(heardBeforeRefusal()).isEmpty();
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(), pieces -> pieces.write(piece("Hi") + told + ending())));
        assertThat(heardBeforeRefusal()).isEqualTo("Hi");
    }

    /** What a strict caller heard before the call was refused for what was ignored. */
    private String heardBeforeRefusal() {
        StringBuilder heard = new StringBuilder();
        InferenceRequest request =
                InferenceRequest.of(
                        new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, STRICT));
        Problem problem = problem(() -> call(site(), request, chunk -> heard.append(chunk.text())));
        assertThat(problem)
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("top_k"));
        return heard.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Unknown parameter: 'stream_options'.\"}}",
                "{\"detail\":[{\"loc\":[\"body\",\"stream_options\"],\"msg\":\"extra fields not permitted\"}]}",
                "{\"error\":{\"message\":\"unknown\",\"param\":\"stream_options\"}}"
            })
    void what_a_server_refuses_and_can_be_left_out_is_left_out_from_then_on(String refusal) {
        AtomicInteger refused = new AtomicInteger();
        fake.on(
                query(),
                (exchange, body) -> {
                    boolean refuse = body.contains("stream_options");
                    refused.addAndGet(refuse ? 1 : 0);
                    (refuse ? FakeServer.json(400, refusal) : answer()).to(exchange, body);
                });
        try (var backend = server().open(site(), model())) {
            for (int i = 0; i < 3; i++) {
                check(backend.answer(ask(), chunk -> {}));
            }
        }
        assertThat(refused).hasValue(1);
    }

    @Test
    void a_newer_word_is_taken_where_the_server_wants_it_and_said_once() {
        fake.on(
                query(),
                (exchange, body) ->
                        (body.contains("\"max_tokens\"")
                                        ? FakeServer.json(
                                                400,
                                                "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\",\"param\":\"max_tokens\"}}")
                                        : answer())
                                .to(exchange, body));
        assertThat(asked(TextOptions.defaults().withMaxTokens(5)).notes().ignored()).isEmpty();
        assertThat(sent().path("max_completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void a_number_that_does_not_suit_is_not_sent_again_under_another_name() {
        fake.on(
                query(),
                FakeServer.json(
                        400,
                        "{\"error\":{\"message\":\"'max_tokens' or 'max_completion_tokens' is too large: 5000.\",\"param\":\"max_tokens\"}}"));
        Problem problem = problem(() -> asked(TextOptions.defaults().withMaxTokens(5000)));
        assertThat(problem.message()).contains("too large");
        assertThat(fake.asked()).filteredOn(one -> one.line().equals(query())).hasSize(1);
    }

    @Test
    void what_a_server_refuses_in_both_words_is_its_refusal() {
        fake.on(
                query(),
                (exchange, body) ->
                        FakeServer.json(
                                        400,
                                        "{\"error\":{\"message\":\"max_tokens and max_completion_tokens are not for you\"}}")
                                .to(exchange, body));
        Problem problem = problem(() -> asked(TextOptions.defaults().withMaxTokens(5)));
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        assertThat(fake.asked()).hasSizeLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning_content\":\"Hm\"",
                "\"reasoning\":\"Hm\",\"content\":null",
                "\"content\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm\"}]}]",
                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm\"}]}]"
            })
    void thoughts_are_told_apart_from_the_text_and_the_first_token_is_theirs(String delta) {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        "data: {\"choices\":[{\"index\":0,\"delta\":{"
                                                + delta
                                                + "}}]}\n\n"
                                                + piece("Yes")
                                                + ending())));
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text result =
                (InferenceResult.Text)
                        call(
                                site(),
                                chunk -> heard.append(chunk.thought() + "|" + chunk.text() + ";"));
        assertThat(heard).hasToString("Hm|;|Yes;");
        assertThat(result.choices().getFirst().text()).isEqualTo("Yes");
        assertThat(result.choices().getFirst().thought()).isEqualTo("Hm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "grammar | \"root ::= \\\"yes\\\"\" | grammar, ebnf, structured_outputs",
                "regex | \"a+\" | regex, guided_regex, structured_outputs",
                "choice | [\"yes\",\"no\"] | grammar, regex, guided_choice, structured_outputs"
            })
    void a_form_is_asked_of_a_server_that_nobody_knows_in_the_words_of_all(
            String key, String value, String words) {
        fake.on(query(), answer());
        ChatRequest asked =
                ChatRequest.parse(
                        Json.parseObject(
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"structured_outputs\":{\"%s\":%s}}"
                                        .formatted(key, value)));
        call(site(), InferenceRequest.of(asked.payload()), ChunkListener.none());
        assertThat(Json.parseObject(fake.last(query()).body()).propertyNames())
                .contains(words.split(", "));
    }

    @Test
    void what_a_message_says_beyond_the_usual_reaches_the_server_as_it_is() {
        fake.on(query(), answer());
        String said =
                "{\"role\":\"assistant\",\"content\":\"Yes\",\"reasoning_content\":\"Hm\",\"name\":\"a\",\"refusal\":null,\"annotations\":[]}";
        ChatRequest asked =
                ChatRequest.parse(Json.parseObject("{\"messages\":[%s]}".formatted(said)));
        call(site(), InferenceRequest.of(asked.payload()), ChunkListener.none());
        assertThat(Json.parseObject(fake.last(query()).body()).at("/messages/0").propertyNames())
                .containsExactlyInAnyOrder("role", "content", "reasoning_content", "name");
        assertThat(asked.payload().otherFields())
                .containsExactly("messages.name", "messages.reasoning_content");
    }

    @Test
    void a_server_that_cannot_stream_is_asked_for_the_whole() {
        fake.on(
                query(),
                (exchange, body) ->
                        (body.contains("\"stream\":true")
                                        ? FakeServer.json(
                                                400,
                                                "{\"error\":{\"message\":\"streaming is not supported by this model\",\"param\":\"stream\"}}")
                                        : FakeServer.json(
                                                200,
                                                "{\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\",\"message\":{\"content\":\"Yes\"}}]}"))
                                .to(exchange, body));
        InferenceResult.Text result = (InferenceResult.Text) call(site());
        assertThat(result.choices().getFirst().text()).isEqualTo("Yes");
        assertThat(result.choices().getFirst().finishReason())
                .isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(fake.last(query()).body()).doesNotContain("stream_options");
    }

    @Test
    void an_error_with_a_good_status_is_an_error_in_its_words() {
        fake.on(query(), "{\"error\":{\"message\":\"quota used up\"}}");
        assertThat(problem(() -> call(site())).message()).contains("quota used up");
    }

    @Test
    void a_content_of_parts_is_text_as_well() {
        fake.on(
                query(),
                "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"Yes\"}]}}]}");
        InferenceResult.Text result = (InferenceResult.Text) call(site());
        assertThat(result.choices().getFirst().text()).isEqualTo("Yes");
    }

    @Test
    void a_refusal_is_what_the_model_said() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"refusal\":\"I will not\"}}]}\n\n"
                                                + ending())));
        InferenceResult.Text result = (InferenceResult.Text) call(site());
        assertThat(result.choices().getFirst().text()).isEqualTo("I will not");
    }

    @Test
    void vectors_are_asked_for_as_numbers_where_the_server_knows_no_bytes() {
        fake.on(
                "POST /v1/embeddings",
                (exchange, body) ->
                        (body.contains("encoding_format")
                                        ? FakeServer.json(
                                                422,
                                                "{\"detail\":[{\"loc\":[\"body\",\"encoding_format\"],\"msg\":\"extra fields not permitted\"}]}")
                                        : FakeServer.json(
                                                200, "{\"data\":[{\"embedding\":[0.5,1]}]}"))
                                .to(exchange, body));
        Payload texts =
                new Payload.Embedding(
                        List.of(new Payload.Prompt.Text("a")), EmbeddingOptions.defaults());
        var vectors =
                (InferenceResult.Embeddings)
                        call(site(), InferenceRequest.of(texts), ChunkListener.none());
        assertThat(vectors.vectors().getFirst()).containsExactly(0.5f, 1);
    }
}
