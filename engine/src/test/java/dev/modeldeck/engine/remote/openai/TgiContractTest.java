package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_WAITING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

/** Text Generation Inference, after its API and its reference of metrics. */
class TgiContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.tgi();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                        "GET /info",
                        """
                        {"model_id": "org/m", "model_sha": "abc", "model_pipeline_tag": "text-generation",
                         "max_concurrent_requests": 128, "max_best_of": 2, "max_stop_sequences": 4,
                         "max_input_tokens": 4095, "max_total_tokens": 4096, "router": "text-generation-router",
                         "version": "3.3.4", "sha": "def", "docker_label": "sha-def"}\
                        """)
                .on(
                        "GET /metrics",
                        FakeServer.text(
                                200,
                                "tgi_queue_size 4\ntgi_request_generated_tokens_sum 250\ntgi_request_generated_tokens_bucket{le=\"+Inf\"} 3\n"));
    }

    @Override
    protected String model() {
        return "org/m";
    }

    @Test
    void its_info_and_figures_are_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("3.3.4");
        assertThat(look.facts()).containsEntry("Requests at once", "128");
        assertThat(look.models().getFirst().facts()).containsEntry("Context", "4,096");
        assertThat(look.figures())
                .containsExactlyInAnyOrder(
                        new Figure(REQUESTS_WAITING, "", 4), new Figure(GENERATED_TOKENS, "", 250));
    }

    @Test
    void a_server_of_embeddings_is_not_taken_for_it() {
        fake.on("GET /info", "{\"model_id\":\"org/e\",\"max_input_length\":512,\"model_type\":{}}");
        assertThat(server().recognise(site())).isEmpty();
    }

    @Test
    void what_it_leaves_out_without_a_word_is_said() {
        assertThat(
                        ignored(
                                DEMANDING.withForm(
                                        new AnswerForm.Schema(
                                                "a", Json.object().put("type", "object"), true))))
                .containsExactlyInAnyOrder(
                        "top_k", "min_p", "repetition_penalty", "presence_penalty");
        assertThat(sent().path("response_format").toString())
                .isEqualTo("{\"type\":\"json_object\",\"value\":{\"type\":\"object\"}}");
        ignored(DEMANDING.withForm(new AnswerForm.Pattern("a|b")));
        assertThat(sent().path("response_format").toString())
                .isEqualTo("{\"type\":\"regex\",\"value\":\"a|b\"}");
    }
}
