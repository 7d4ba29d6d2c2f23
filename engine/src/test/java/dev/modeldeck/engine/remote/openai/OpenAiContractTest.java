package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.EmbeddingOptions;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.ReadingOptions;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** OpenAI itself, after its {@code openapi.yaml}. */
class OpenAiContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.openai();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v1/models",
                """
                {"object": "list", "data": [
                  {"id": "gpt-4o-mini", "object": "model", "created": 1686935002, "owned_by": "system"},
                  {"id": "o3", "object": "model", "created": 1686935002, "owned_by": "system"},
                  {"id": "gpt-3.5-turbo-instruct", "object": "model", "created": 1, "owned_by": "system"},
                  {"id": "text-embedding-3-small", "object": "model", "created": 1, "owned_by": "system"},
                  {"id": "gpt-4o-realtime-preview", "object": "model", "created": 1, "owned_by": "system"},
                  {"id": "whisper-1", "object": "model", "created": 1, "owned_by": "openai-internal"}]}\
                """);
    }

    @Override
    protected String model() {
        return "gpt-4o-mini";
    }

    @Test
    void its_own_address_is_enough_to_know_it() {
        Site there = site().elsewhere(URI.create("https://api.openai.com/v1"));
        assertThat(server().recognise(there)).isPresent();
    }

    @Test
    void a_server_that_lists_a_model_of_somebody_else_is_another() {
        fake.on(
                "GET /v1/models",
                "{\"data\":[{\"id\":\"a\",\"owned_by\":\"system\"},{\"id\":\"b\",\"owned_by\":\"vllm\"}]}");
        assertThat(server().recognise(site())).isEmpty();
    }

    @Test
    void what_a_model_can_is_told_by_its_name() {
        Map<String, Set<Capability>> known =
                server().look(site()).models().stream()
                        .collect(Collectors.toMap(ServedModel::name, ServedModel::capabilities));
        assertThat(known.get("gpt-4o-mini")).contains(Capability.CHAT, Capability.TOOLS);
        assertThat(known.get("o3")).contains(Capability.CHAT);
        assertThat(known.get("gpt-3.5-turbo-instruct"))
                .contains(Capability.COMPLETION)
                .doesNotContain(Capability.CHAT);
        assertThat(known.get("text-embedding-3-small")).containsExactly(Capability.EMBEDDING);
        assertThat(known.get("gpt-4o-realtime-preview")).isEmpty();
        assertThat(known.get("whisper-1")).isEmpty();
    }

    @Test
    void what_others_have_added_is_left_out_and_said() {
        assertThat(
                        ignored(
                                DEMANDING
                                        .withForm(new AnswerForm.Pattern("[ab]+"))
                                        .withTruncation(new Truncation.LastTokens(5))))
                .containsExactlyInAnyOrder(
                        "top_k",
                        "min_p",
                        "repetition_penalty",
                        "structured_outputs",
                        "truncate_prompt_tokens");
        assertThat(sent().propertyNames())
                .contains("max_completion_tokens", "temperature", "seed", "top_logprobs")
                .doesNotContain("max_tokens", "top_k", "structured_outputs");
    }

    @Test
    void who_is_strict_is_refused_before_anything_is_sent() {
        Problem problem = problem(() -> asked(DEMANDING.withExtras(new Extras(Map.of(), true))));
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        assertThat(problem.message()).contains("top_k", "min_p");
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void vectors_are_refused_where_the_server_would_make_others() {
        Payload texts =
                new Payload.Embedding(
                        List.of(new Payload.Prompt.Text("a")),
                        new EmbeddingOptions(null, "query", ReadingOptions.WHOLE));
        Problem problem =
                problem(() -> call(site(), InferenceRequest.of(texts), ChunkListener.none()));
        assertThat(problem).isInstanceOf(Problem.Unsupported.class);
        assertThat(problem.message()).contains("prompt_name");
        assertThat(fake.asked()).isEmpty();
    }
}
