package dev.modeldeck.engine.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CompletionRequestTest {

    @Test
    void a_prompt_may_be_text_or_texts_or_tokens_or_lists_of_tokens() {
        assertThat(prompts("\"a\"")).containsExactly(new Prompt.Text("a"));
        assertThat(prompts("[\"a\",\"b\"]"))
                .containsExactly(new Prompt.Text("a"), new Prompt.Text("b"));
        assertThat(prompts("[1,2]")).containsExactly(new Prompt.Tokens(List.of(1, 2)));
        assertThat(prompts("[[1],[2,3]]"))
                .containsExactly(new Prompt.Tokens(List.of(1)), new Prompt.Tokens(List.of(2, 3)));
    }

    @Test
    void a_request_survives_the_way_to_a_server() {
        CompletionRequest request =
                parse(
                        "{\"model\":\"m\",\"prompt\":[[1],[2]],\"echo\":true,\"n\":2,\"best_of\":2,"
                                + "\"logprobs\":0,\"max_tokens\":0,\"stream\":true}");
        assertThat(CompletionRequest.parse(request.json(), null)).isEqualTo(request);
    }

    @Test
    void openai_writes_sixteen_tokens_where_nobody_says_how_many() {
        assertThat(parse("{\"prompt\":\"a\"}").payload().options().maxTokens()).isEqualTo(16);
        assertThat(
                        CompletionRequest.parse(Json.parseObject("{\"prompt\":\"a\"}"), null)
                                .payload()
                                .options()
                                .maxTokens())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prompt\":[]}",
                "{\"prompt\":[-1]}",
                "{\"prompt\":[1.5]}",
                "{\"prompt\":[[]]}",
                "{\"prompt\":{}}",
                "{\"prompt\":\"a\",\"suffix\":\"b\"}",
                "{\"prompt\":\"a\",\"best_of\":2}",
                "{\"prompt\":\"a\",\"logprobs\":true}"
            })
    void wrong_requests_are_refused(String body) {
        assertThatThrownBy(() -> parse(body)).hasMessageContaining("\"");
    }

    private static List<Prompt> prompts(String prompt) {
        return parse("{\"prompt\":" + prompt + "}").payload().prompts();
    }

    private static CompletionRequest parse(String body) {
        return CompletionRequest.parse(Json.parseObject(body), CompletionRequest.OPENAI_MAX_TOKENS);
    }
}
