package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The official client of OpenAI against the gateway. */
class OpenAiClientTest {

    @TempDir static Path folder;
    private static RunningGateway running;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        running = new RunningGateway(folder);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(running.uri("/v1").toString())
                        .apiKey("any")
                        .maxRetries(0)
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        running.close();
    }

    @Test
    void models_are_the_endpoints() {
        assertThat(client.models().list().data())
                .extracting(Model::id)
                .containsExactly("chat", "table");
        assertThat(client.models().retrieve("chat").ownedBy()).isEqualTo("me");
        assertThatThrownBy(() -> client.models().retrieve("nobody"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_chat_is_answered() {
        ChatCompletion answer =
                client.chat().completions().create(chat("good day").n(2).logprobs(true).build());
        assertThat(answer.choices())
                .extracting(choice -> choice.message().content().orElseThrow())
                .containsExactly("good day", "good day");
        assertThat(answer.model()).isEqualTo("chat");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(4);
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.choices().getFirst().logprobs().orElseThrow().content().orElseThrow())
                .hasSize(2);
    }

    @Test
    void a_chat_is_streamed_with_its_usage() {
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat()
                        .completions()
                        .createStreaming(
                                chat("one two ☃")
                                        .streamOptions(
                                                ChatCompletionStreamOptions.builder()
                                                        .includeUsage(true)
                                                        .build())
                                        .build())) {
            chunks = stream.stream().toList();
        }
        assertThat(
                        chunks.stream()
                                .flatMap(chunk -> chunk.choices().stream())
                                .map(choice -> choice.delta().content().orElse(""))
                                .toList())
                .containsExactly("", "one ", "two ", "☃", "");
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(3);
        assertThat(chunks.getLast().choices()).isEmpty();
    }

    @Test
    void tools_are_called_and_their_results_go_back() {
        ChatCompletion answer =
                client.chat().completions().create(chat("good day").addTool(tool("tell")).build());
        ChatCompletionMessage message = answer.choices().getFirst().message();
        assertThat(message.content()).isEmpty();
        assertThat(answer.choices().getFirst().finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        var call = message.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo("tell");
        assertThat(call.function().arguments()).isEqualTo("{\"said\": \"good day\"}");

        ChatCompletion last =
                client.chat()
                        .completions()
                        .create(
                                chat("good day")
                                        .addMessage(message)
                                        .addMessage(
                                                ChatCompletionToolMessageParam.builder()
                                                        .toolCallId(call.id())
                                                        .content("told")
                                                        .build())
                                        .addTool(tool("tell"))
                                        .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE)
                                        .build());
        assertThat(last.choices().getFirst().message().content()).contains("told");
        assertThat(last.choices().getFirst().message().toolCalls()).isEmpty();
    }

    @Test
    void calls_are_streamed_in_pieces_that_the_client_puts_together() {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params =
                chat("good day").addTool(tool("tell")).addTool(tool("ask")).build();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            chunks = stream.stream().peek(whole::accumulate).toList();
        }
        assertThat(
                        chunks.stream()
                                .flatMap(chunk -> chunk.choices().stream())
                                .flatMap(choice -> choice.delta().toolCalls().stream())
                                .flatMap(List::stream)
                                .map(delta -> delta.index() + ":" + delta.id().orElse("")))
                .containsExactly("0:id0", "0:", "0:", "1:id1", "1:", "1:");
        ChatCompletion.Choice choice = whole.chatCompletion().choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(call -> call.asFunction().function().name())
                .containsExactly("tell", "ask");
        assertThat(choice.message().toolCalls().orElseThrow())
                .allSatisfy(call ->
                        assertThat(call.asFunction().function().arguments())
                                .isEqualTo("{\"said\": \"good day\"}"));
    }

    @Test
    void what_was_left_out_of_a_long_prompt_is_told_whole_and_streamed() {
        ChatCompletionCreateParams params =
                chat("good day")
                        .putAdditionalBodyProperty("truncation", JsonValue.from("auto"))
                        .build();
        JsonValue told = JsonValue.from(Map.of("truncated_tokens", 3));
        assertThat(client.chat().completions().create(params)._additionalProperties())
                .containsEntry("modeldeck", told);
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            assertThat(stream.stream().toList().getLast()._additionalProperties())
                    .containsEntry("modeldeck", told);
        }
    }

    private static ChatCompletionFunctionTool tool(String name) {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder().name(name).strict(true).build())
                .build();
    }

    @Test
    void completions_take_several_prompts() {
        Completion answer =
                client.completions()
                        .create(
                                CompletionCreateParams.builder()
                                        .model("chat")
                                        .promptOfArrayOfStrings(List.of("a b", "c"))
                                        .maxTokens(1)
                                        .logprobs(0)
                                        .build());
        assertThat(answer.choices()).extracting(c -> c.text()).containsExactly("a ", "c");
        assertThat(answer.choices().getFirst().finishReason().toString()).isEqualTo("length");
        assertThat(answer.choices().getFirst().logprobs().orElseThrow().tokens().orElseThrow())
                .containsExactly("a ");
    }

    @Test
    void errors_are_the_clients_own() {
        assertThatThrownBy(() -> create(chat("x").model("nobody")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> create(chat("x").temperature(9)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> create(chat("overload"))).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> create(chat("crash")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageNotContaining("a fault of ours");
        assertThatThrownBy(() -> create(chat("x").model("table")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("not texts");
    }

    @Test
    void a_stream_that_breaks_says_so() {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(chat("word break").build())) {
            assertThatThrownBy(() -> stream.stream().toList())
                    .isInstanceOf(SseException.class)
                    .hasMessageContaining("The worker died.");
        }
    }

    @Test
    void a_stream_that_cannot_begin_has_a_status() {
        assertThatThrownBy(
                        () -> client.chat().completions().createStreaming(chat("overload").build()))
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void the_base_of_databricks_leads_to_the_same() {
        OpenAIClient databricks =
                OpenAIOkHttpClient.builder()
                        .baseUrl(running.uri("/serving-endpoints").toString())
                        .apiKey("any")
                        .build();
        assertThat(databricks.chat().completions().create(chat("hi").build()).choices()).hasSize(1);
        databricks.close();
    }

    private static void create(ChatCompletionCreateParams.Builder params) {
        client.chat().completions().create(params.build());
    }

    private static ChatCompletionCreateParams.Builder chat(String text) {
        return ChatCompletionCreateParams.builder().model("chat").addUserMessage(text);
    }
}
