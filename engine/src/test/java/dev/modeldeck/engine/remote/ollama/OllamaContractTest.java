package dev.modeldeck.engine.remote.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ollama, after its {@code docs/api.md}. */
class OllamaContractTest extends RemoteServerContract {

    private static final TextOptions DEMANDING =
            new TextOptions(9, 0.5, 0.9, 40, 0.05, 1.1, 0.2, 0.3, 7L, List.of("END"), 2);

    @Override
    protected RemoteServer server() {
        return new OllamaServer();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("num_ctx", "8192", "keep_alive", "10m");
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /api/version", "{\"version\":\"0.12.6\"}")
                .on(
                        "GET /api/tags",
                        """
                        {"models": [
                          {"name": "llama3.2:3b", "model": "llama3.2:3b", "modified_at": "2025-05-10T08:06:48Z",
                           "size": 2019393189, "digest": "a80c",
                           "details": {"parent_model": "", "format": "gguf", "family": "llama",
                             "families": ["llama"], "parameter_size": "3.2B", "quantization_level": "Q4_K_M"}},
                          {"name": "nomic:latest", "model": "nomic:latest", "size": 274302450,
                           "details": {"format": "gguf", "family": "nomic-bert", "parameter_size": "137M",
                             "quantization_level": "F16"}}]}\
                        """)
                .on(
                        "GET /api/ps",
                        """
                        {"models": [{"name": "llama3.2:3b", "model": "llama3.2:3b", "size": 3000000000,
                          "size_vram": 2000000000, "context_length": 4096,
                          "expires_at": "2025-06-04T14:38:31Z"}]}\
                        """)
                .on(
                        "POST /api/show",
                        """
                        {"capabilities": ["completion", "vision", "tools"],
                         "model_info": {"general.architecture": "llama", "llama.context_length": 131072}}\
                        """);
    }

    @Override
    protected String model() {
        return "llama3.2:3b";
    }

    @Override
    protected String query() {
        return "POST /api/chat";
    }

    @Override
    protected FakeServer.Answer answer() {
        return streamed("Hi ", "there");
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(text.usage()).isEqualTo(new Usage(26, 298));
        assertThat(text.timings())
                .isEqualTo(
                        new ServerTimings(
                                null,
                                Duration.ofNanos(1_334_875),
                                Duration.ofNanos(342_546_000),
                                Duration.ofNanos(4_535_599_000L)));
    }

    @Override
    protected String streamType() {
        return "application/x-ndjson";
    }

    @Override
    protected String piece(String text) {
        return "{\"model\":\"m\",\"created_at\":\"x\",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"done\":false}\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return "{\"model\":\"m\",\"created_at\":\"x\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"stop\",\"done\":true,"
                + "\"total_duration\":4883583458,\"load_duration\":1334875,\"prompt_eval_count\":26,\"prompt_eval_duration\":342546000,"
                + "\"eval_count\":298,\"eval_duration\":4535599000}\n";
    }

    @Test
    void what_is_in_memory_and_what_is_not_is_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("0.12.6");
        ServedModel loaded = look.models().getFirst();
        assertThat(loaded.state()).isEqualTo(ServedModel.State.READY);
        assertThat(loaded.facts())
                .containsEntry("Parameters", "3.2B")
                .containsEntry("Longest context", "131,072")
                .containsEntry("Memory", "3.0 GB")
                .containsEntry("Stays until", "2025-06-04T14:38:31Z");
        assertThat(loaded.capabilities())
                .contains(Capability.CHAT, Capability.TOOLS, Capability.VISION);
        ServedModel other = look.models().getLast();
        assertThat(other.state()).isEqualTo(ServedModel.State.NOT_LOADED);
        assertThat(other.capabilities()).containsExactly(Capability.EMBEDDING);
        assertThat(look.figures())
                .contains(new Figure(Measure.GPU_MEMORY_BYTES, model(), 2_000_000_000d));
    }

    @Test
    void a_hundred_models_are_seen_in_a_few_requests() {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            tags.append(i == 0 ? "" : ",").append("{\"name\":\"m%d\"}".formatted(i));
        }
        fake.on("GET /api/tags", "{\"models\":[" + tags + "]}")
                .on("GET /api/ps", "{\"models\":[" + tags + "]}");
        assertThat(server().look(site()).models()).hasSize(100);
        assertThat(fake.asked()).hasSizeLessThan(10);
    }

    @Test
    void what_is_asked_is_said_in_its_words() {
        TextOptions options =
                DEMANDING
                        .withForm(
                                new AnswerForm.Schema(
                                        "a", Json.object().put("type", "object"), true))
                        .withExtras(new Extras(Map.of("think", StringNode.valueOf("low")), false));
        fake.on(query(), answer());
        assertThat(asked(chat(options)).notes().ignored()).isEmpty();
        ObjectNode sent = sent();
        assertThat(sent.path("options").toString())
                .isEqualTo(
                        "{\"num_ctx\":8192,\"num_predict\":9,\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,\"min_p\":0.05,"
                                + "\"repeat_penalty\":1.1,\"presence_penalty\":0.2,\"frequency_penalty\":0.3,\"seed\":7,\"stop\":[\"END\"]}");
        assertThat(sent.path("format").toString()).isEqualTo("{\"type\":\"object\"}");
        assertThat(sent.path("top_logprobs").asInt()).isEqualTo(2);
        assertThat(sent.path("truncate").asBoolean(true)).isFalse();
        assertThat(sent.path("think").asString()).isEqualTo("low");
        assertThat(sent.path("keep_alive").asString()).isEqualTo("10m");
    }

    @Test
    void what_it_has_no_word_for_is_said_to_be_ignored() {
        TextOptions options =
                TextOptions.defaults()
                        .withForm(new AnswerForm.Grammar("root ::= \"a\""))
                        .withTruncation(new Truncation.LastTokens(5))
                        .withExtras(
                                new Extras(Map.of("logit_bias", Json.object().put("1", 2)), false));
        Tool now = new Tool(Json.object().put("name", "now"), false);
        Payload.Chat chat =
                new Payload.Chat(
                        List.of(ChatMessage.user("Hi")),
                        2,
                        options,
                        new ToolUse(List.of(now), new ToolUse.Choice.Named("now"), false));
        fake.on(query(), answer());
        assertThat(asked(chat).notes().ignored())
                .containsExactlyInAnyOrder(
                        "n",
                        "structured_outputs",
                        "truncate_prompt_tokens",
                        "logit_bias",
                        "tool_choice",
                        "parallel_tool_calls");
        assertThat(sent().has("logit_bias")).isFalse();
        fake.asked().clear();
        Payload strict = chat(options.withExtras(new Extras(options.extras().parameters(), true)));
        assertThat(problem(() -> asked(strict))).isInstanceOf(Problem.Invalid.class);
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void tools_are_called_and_told_what_came_of_it() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"now\",\"arguments\":{\"zone\":\"UTC\"}}},"
                                                + "{\"id\":\"call_x\",\"function\":{\"name\":\"then\",\"arguments\":{}}}]},\"done\":false}\n"
                                                + ending())));
        Tool now = new Tool(Json.object().put("name", "now"), false);
        List<ChatMessage> talk =
                List.of(
                        ChatMessage.user("When?"),
                        ChatMessage.calling(
                                "", List.of(new ToolCall("c1", "now", "{\"zone\":\"CET\"}"))),
                        ChatMessage.tool("c1", "noon"));
        List<TextChunk.CallPiece> pieces = new ArrayList<>();
        InferenceResult.Text text =
                (InferenceResult.Text)
                        call(
                                site(),
                                InferenceRequest.of(
                                        new Payload.Chat(
                                                talk,
                                                1,
                                                TextOptions.defaults(),
                                                new ToolUse(
                                                        List.of(now),
                                                        new ToolUse.Choice.Auto(),
                                                        true))),
                                chunk -> {
                                    if (chunk.call() != null) {
                                        pieces.add(chunk.call());
                                    }
                                });
        List<ToolCall> calls = text.choices().getFirst().calls();
        assertThat(calls)
                .extracting(ToolCall::name, ToolCall::arguments)
                .containsExactly(tuple("now", "{\"zone\":\"UTC\"}"), tuple("then", "{}"));
        assertThat(calls.getFirst().id()).isNotEmpty();
        assertThat(calls.getLast().id()).isEqualTo("call_x");
        assertThat(ToolCall.joined(pieces)).isEqualTo(calls);
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(sent().path("messages").path(1).path("tool_calls").toString())
                .isEqualTo(
                        "[{\"id\":\"c1\",\"function\":{\"name\":\"now\",\"arguments\":{\"zone\":\"CET\"}}}]");
        assertThat(sent().path("messages").path(2).path("tool_name").asString()).isEqualTo("now");
        assertThat(sent().path("tools").path(0).path("function").path("name").asString())
                .isEqualTo("now");
    }

    @Test
    void an_error_in_the_middle_of_a_stream_is_one() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        piece("Hal")
                                                + "{\"error\":\"an error was encountered while running the model\"}\n")));
        StringBuilder heard = new StringBuilder();
        Problem problem = problem(() -> call(site(), chunk -> heard.append(chunk.text())));
        assertThat(problem).isInstanceOf(Problem.Upstream.class);
        assertThat(problem.message()).contains("while running the model");
        assertThat(heard).hasToString("Hal");
    }

    @Test
    void probabilities_are_read() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        "{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105],"
                                                + "\"top_logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5},{\"token\":\"Yo\",\"logprob\":-1.5}]}],\"done\":false}\n"
                                                + ending())));
        var tokens = asked(chat(DEMANDING)).choices().getFirst().logprobs();
        assertThat(tokens).hasSize(1);
        assertThat(tokens.getFirst().alternatives().getLast().token()).isEqualTo("Yo");
    }

    @Test
    void prompts_are_completed_one_after_the_other() {
        fake.on(
                "POST /api/generate",
                (exchange, body) ->
                        FakeServer.stream(
                                        streamType(),
                                        pieces ->
                                                pieces.write(
                                                        "{\"response\":\"%s\",\"done\":false}\n"
                                                                        .formatted(
                                                                                Json.parseObject(
                                                                                                        body)
                                                                                                .path(
                                                                                                        "prompt")
                                                                                                .asString()
                                                                                        + "!")
                                                                + "{\"response\":\"\",\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":2,\"eval_count\":3}\n"))
                                .to(exchange, body));
        InferenceResult.Text text =
                (InferenceResult.Text)
                        call(
                                site(),
                                InferenceRequest.of(
                                        new Payload.Completion(
                                                List.of(new Prompt.Text("a"), new Prompt.Text("b")),
                                                1,
                                                true,
                                                TextOptions.defaults())),
                                ChunkListener.none());
        assertThat(text.choices())
                .extracting(choice -> choice.index() + choice.text() + choice.finishReason())
                .containsExactly("0a!LENGTH", "1b!LENGTH");
        assertThat(text.usage()).isEqualTo(new Usage(4, 6));
        assertThat(text.notes().ignored()).containsExactly("echo");
        assertThat(fake.last("POST /api/generate").body()).contains("\"raw\":true");
    }

    @Test
    void texts_become_vectors() {
        fake.on(
                "POST /api/embed",
                "{\"model\":\"m\",\"embeddings\":[[0.5,-1],[1,2]],\"total_duration\":1,\"prompt_eval_count\":8}");
        var vectors =
                (InferenceResult.Embeddings)
                        embed(new EmbeddingOptions(2, null, ReadingOptions.WHOLE));
        assertThat(vectors.vectors().getFirst()).containsExactly(0.5f, -1);
        assertThat(vectors.usage().promptTokens()).isEqualTo(8);
        assertThat(fake.last("POST /api/embed").body())
                .contains("\"truncate\":false", "\"dimensions\":2", "\"num_ctx\":8192");
        fake.on("POST /api/embed", "{\"embeddings\":[[1]]}");
        assertThat(problem(() -> embed(EmbeddingOptions.defaults())))
                .isInstanceOf(Problem.Upstream.class);
        assertThat(problem(() -> embed(new EmbeddingOptions(null, null, new ReadingOptions(3)))))
                .isInstanceOf(Problem.Unsupported.class);
    }

    @Test
    void what_it_does_not_do_is_said() {
        Payload ranking = new Payload.Reranking("q", List.of("a"), ReadingOptions.WHOLE);
        assertThat(problem(() -> call(site(), InferenceRequest.of(ranking), ChunkListener.none())))
                .isInstanceOf(Problem.Unsupported.class);
    }

    private InferenceResult embed(EmbeddingOptions options) {
        Payload payload =
                new Payload.Embedding(List.of(new Prompt.Text("a"), new Prompt.Text("b")), options);
        return call(site(), InferenceRequest.of(payload), ChunkListener.none());
    }

    private static Payload.Chat chat(TextOptions options) {
        return new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, options);
    }

    private InferenceResult.Text asked(Payload chat) {
        return (InferenceResult.Text) call(site(), InferenceRequest.of(chat), ChunkListener.none());
    }

    private ObjectNode sent() {
        return Json.parseObject(fake.last(query()).body());
    }
}
