package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.QUEUE_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_FAILED;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_RUNNING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_WAITING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUEST_SECONDS;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/** Hugging Face's Text Generation Inference, which serves one model. */
final class Tgi implements Flavour {

    private static final MetricFigures FIGURES =
            MetricFigures.by("")
                    .with(REQUESTS_RUNNING, "tgi_batch_current_size")
                    .with(REQUESTS_WAITING, "tgi_queue_size")
                    .with(REQUESTS, "tgi_request_count", "tgi_request_count_total")
                    .with(REQUESTS_FAILED, "tgi_request_failure", "tgi_request_failure_total")
                    .with(REQUEST_SECONDS, "tgi_request_duration_sum")
                    .with(QUEUE_SECONDS, "tgi_request_queue_duration_sum")
                    .with(PROMPT_TOKENS, "tgi_request_input_length_sum")
                    .with(GENERATED_TOKENS, "tgi_request_generated_tokens_sum");

    @Override
    public String id() {
        return "tgi";
    }

    @Override
    public String label() {
        return "Text Generation Inference";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8080, 3000);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        JsonNode info = Protocol.beside(site).get("/info").found();
        // Text Embeddings Inference has the same path, but writes nothing.
        return info.has("model_id") && info.has("max_total_tokens")
                ? Optional.of(
                        new Recognition(
                                "GET /info answered with the model "
                                        + info.path("model_id").asString("")))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        JsonNode info = Protocol.beside(site).json("/info");
        if (!info.has("model_id")) {
            throw new EngineException(
                    new Problem.Upstream(
                            "GET /info was answered without a model. Check that the address is the one of Text Generation Inference.",
                            502));
        }
        List<Figure> figures = Protocol.figures(site, FIGURES);
        Facts facts =
                new Facts()
                        .add("Revision", info.path("model_sha"))
                        .add("Data type", info.path("model_dtype"))
                        .add("Device", info.path("model_device_type"))
                        .count("Context", info.path("max_total_tokens"))
                        .count("Longest prompt", info.path("max_input_tokens"));
        ServedModel model =
                new ServedModel(
                        info.path("model_id").asString(""),
                        "",
                        ServedModel.State.READY,
                        Protocol.FULL,
                        facts.map());
        return new ServerLook(
                info.path("version").asString(""),
                List.of(model),
                Protocol.with(Protocol.FULL, figures),
                new Facts()
                        .add("Requests at once", info.path("max_concurrent_requests"))
                        .add("Image", info.path("docker_label"))
                        .map(),
                figures);
    }

    @Override
    public Speech speech(Site site) {
        return Speech.of(
                Accepts.everything()
                        .without(
                                "n",
                                "echo",
                                "top_k",
                                "min_p",
                                "repetition_penalty",
                                "presence_penalty",
                                "parallel_tool_calls",
                                "truncation",
                                "truncate_prompt_tokens",
                                "prompt_name")
                        .forms(FormWords.TGI));
    }
}
