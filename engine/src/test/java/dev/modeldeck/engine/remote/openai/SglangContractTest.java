package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.util.List;

/** SGLang, after its production metrics and native API. */
class SglangContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.sglang();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                        "GET /v1/models",
                        "{\"object\":\"list\",\"data\":[{\"id\":\"org/m\",\"object\":\"model\",\"created\":1,\"owned_by\":\"sglang\",\"root\":\"org/m\",\"max_model_len\":32768}]}")
                .on(
                        "GET /get_server_info",
                        "{\"model_path\":\"org/m\",\"dtype\":\"auto\",\"tp_size\":2,\"max_total_num_tokens\":120000,\"version\":\"0.5.1\"}")
                .on(
                        "GET /metrics",
                        FakeServer.text(
                                200,
                                "sglang:generation_tokens_total{model_name=\"org/m\"} 7.557572e+06\nsglang:token_usage{model_name=\"org/m\"} 0.28\n"));
    }

    @Override
    protected String model() {
        return "org/m";
    }

    @Test
    void its_server_info_and_figures_are_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("0.5.1");
        assertThat(look.facts())
                .containsEntry("Tensor parallel", "2")
                .containsEntry("Tokens in its cache", "120,000");
        assertThat(look.models().getFirst().facts()).containsEntry("Context", "32,768");
        assertThat(look.figures())
                .containsExactlyInAnyOrder(
                        new Figure(GENERATED_TOKENS, "org/m", 7_557_572),
                        new Figure(KV_CACHE_USED, "org/m", 0.28));
    }

    @Test
    void its_words_for_the_form_of_an_answer_are_used() {
        assertThat(ignored(DEMANDING.withForm(new AnswerForm.Choice(List.of("a.b", "c")))))
                .isEmpty();
        assertThat(sent().path("regex").asString()).isEqualTo("(a\\.b|c)");
        ignored(DEMANDING.withForm(new AnswerForm.Pattern("[ab]")));
        assertThat(sent().path("regex").asString()).isEqualTo("[ab]");
        ignored(DEMANDING.withForm(new AnswerForm.Grammar("root ::= \"a\"")));
        assertThat(sent().path("ebnf").asString()).isEqualTo("root ::= \"a\"");
        assertThat(sent().has("structured_outputs")).isFalse();
    }
}
