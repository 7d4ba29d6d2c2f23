package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_HITS;
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
import dev.modeldeck.engine.remote.Facts;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.wire.openai.Accepts;
import dev.modeldeck.engine.wire.openai.FormWords;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/** SGLang. It measures only where it was started with {@code --enable-metrics}. */
final class Sglang implements Flavour {

    private static final MetricFigures FIGURES =
            MetricFigures.by("model_name")
                    .with(REQUESTS_RUNNING, "sglang:num_running_reqs")
                    .with(REQUESTS_WAITING, "sglang:num_queue_reqs")
                    .with(REQUESTS, "sglang:num_requests_total")
                    .with(REQUESTS_FAILED, "sglang:num_aborted_requests_total")
                    .with(PROMPT_TOKENS, "sglang:prompt_tokens_total")
                    .with(GENERATED_TOKENS, "sglang:generation_tokens_total")
                    .with(REQUEST_SECONDS, "sglang:e2e_request_latency_seconds_sum")
                    .with(QUEUE_SECONDS, "sglang:queue_time_seconds_sum")
                    .with(FIRST_TOKEN_SECONDS, "sglang:time_to_first_token_seconds_sum")
                    .with(FIRST_TOKENS, "sglang:time_to_first_token_seconds_count")
                    .with(
                            INTER_TOKEN_SECONDS,
                            "sglang:inter_token_latency_seconds_sum",
                            "sglang:time_per_output_token_seconds_sum")
                    .with(
                            INTER_TOKENS,
                            "sglang:inter_token_latency_seconds_count",
                            "sglang:time_per_output_token_seconds_count")
                    .with(KV_CACHE_USED, "sglang:token_usage")
                    .with(PREFIX_CACHE_HITS, "sglang:cached_tokens_total");

    @Override
    public String id() {
        return "sglang";
    }

    @Override
    public String label() {
        return "SGLang";
    }

    @Override
    public List<Integer> ports() {
        return List.of(30_000);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return Protocol.ownedBy(site, "sglang");
    }

    @Override
    public ServerLook look(Site site) {
        List<ServedModel> models =
                Protocol.models(site, entry -> Protocol.ready(entry, Protocol.FULL));
        List<Figure> figures = Protocol.figures(site, FIGURES);
        Site server = Protocol.beside(site);
        JsonNode info = server.get("/server_info").found();
        JsonNode told = info.isObject() ? info : server.get("/get_server_info").found();
        Facts facts =
                new Facts()
                        .add("Model", told.path("model_path"))
                        .add("Data type", told.path("dtype"))
                        .add("Weights", told.path("quantization"))
                        .add("Tensor parallel", told.path("tp_size"))
                        .count("Tokens in its cache", told.path("max_total_num_tokens"));
        return new ServerLook(
                told.path("version").asString(""),
                models,
                Protocol.with(Protocol.FULL, figures),
                facts.map(),
                figures);
    }

    @Override
    public Speech speech(Site site) {
        return Speech.of(
                Accepts.everything()
                        .without("truncation", "truncate_prompt_tokens", "prompt_name")
                        .forms(FormWords.SGLANG));
    }
}
