package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

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
