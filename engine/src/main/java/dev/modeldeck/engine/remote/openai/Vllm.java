package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.ACCEPTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.DRAFTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATION_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.KV_CACHE_USED;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_HITS;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_QUERIES;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.QUEUE_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_FAILED;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_RUNNING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_WAITING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUEST_SECONDS;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.MetricFigures;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openai.Accepts;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** vLLM. Its adapters can be loaded and unloaded where its operator allows it. */
final class Vllm implements Flavour {

    private static final String ADAPTER_OF = "Adapter of";
    private static final String LOAD = "/v1/load_lora_adapter";
    private static final String UNLOAD = "/v1/unload_lora_adapter";

    private static final MetricFigures FIGURES =
            MetricFigures.by("model_name")
                    .with(REQUESTS_RUNNING, "vllm:num_requests_running")
                    .with(REQUESTS_WAITING, "vllm:num_requests_waiting")
                    .with(REQUESTS, "vllm:request_success_total")
                    .with(
                            REQUESTS_FAILED,
                            "vllm:request_success_total{finished_reason=\"error\"}",
                            "vllm:request_success_total{finished_reason=\"abort\"}")
                    .with(PROMPT_TOKENS, "vllm:prompt_tokens_total")
                    .with(GENERATED_TOKENS, "vllm:generation_tokens_total")
                    .with(REQUEST_SECONDS, "vllm:e2e_request_latency_seconds_sum")
                    .with(QUEUE_SECONDS, "vllm:request_queue_time_seconds_sum")
                    .with(FIRST_TOKEN_SECONDS, "vllm:time_to_first_token_seconds_sum")
                    .with(FIRST_TOKENS, "vllm:time_to_first_token_seconds_count")
                    .with(
                            INTER_TOKEN_SECONDS,
                            "vllm:inter_token_latency_seconds_sum",
                            "vllm:time_per_output_token_seconds_sum")
                    .with(
                            INTER_TOKENS,
                            "vllm:inter_token_latency_seconds_count",
                            "vllm:time_per_output_token_seconds_count")
                    .with(PROMPT_SECONDS, "vllm:request_prefill_time_seconds_sum")
                    .with(GENERATION_SECONDS, "vllm:request_decode_time_seconds_sum")
                    .with(KV_CACHE_USED, "vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc")
                    .with(
                            PREFIX_CACHE_QUERIES,
                            "vllm:prefix_cache_queries_total",
                            "vllm:prefix_cache_queries",
                            "vllm:gpu_prefix_cache_queries_total")
                    .with(
                            PREFIX_CACHE_HITS,
                            "vllm:prefix_cache_hits_total",
                            "vllm:prefix_cache_hits",
                            "vllm:gpu_prefix_cache_hits_total")
                    .with(DRAFTED_TOKENS, "vllm:spec_decode_num_draft_tokens_total")
                    .with(ACCEPTED_TOKENS, "vllm:spec_decode_num_accepted_tokens_total");

    @Override
    public String id() {
        return "vllm";
    }

    @Override
    public String label() {
        return "vLLM";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8000);
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(Protocol.API);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        return Protocol.ownedBy(site, "vllm");
    }

    @Override
    public ServerLook look(Site site) {
        List<ServedModel> models = Protocol.models(site, Vllm::model);
        List<Figure> figures = Protocol.figures(site, FIGURES);
        String version = Protocol.beside(site).get("/version").found().path("version").asString("");
        return new ServerLook(
                version, models, Protocol.with(Protocol.FULL, figures), Map.of(), figures);
    }

    @Override
    public Speech speech(Site site) {
        return Speech.of(Accepts.everything().without("truncation", "prompt_name"))
                .counted()
                .responses(site.setting("api").equals("responses"));
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                PlannedAction.onServer(
                                "load_adapter",
                                "Load a LoRA adapter",
                                "The server must have been started with VLLM_ALLOW_RUNTIME_LORA_UPDATING.",
                                (site, _, values) -> {
                                    ObjectNode body =
                                            Json.object()
                                                    .put("lora_name", values.required("lora_name"))
                                                    .put("lora_path", values.required("lora_path"));
                                    return plan(site, LOAD, body);
                                })
                        .asking(
                                SettingSpec.text(
                                        "lora_name", "Name", "By which it is called afterwards."),
                                SettingSpec.text(
                                        "lora_path",
                                        "Path",
                                        "A folder on the server, or its name on Hugging Face."))
                        .creating(),
                PlannedAction.onModel(
                                "unload_adapter",
                                "Unload this adapter",
                                "The model that it belongs to stays.",
                                (site, model, _) ->
                                        plan(site, UNLOAD, Json.object().put("lora_name", model)))
                        .when(model -> model.facts().containsKey(ADAPTER_OF)));
    }

    private static Plan plan(Site site, String path, ObjectNode body) {
        Site server = Protocol.beside(site);
        JsonNode paths = server.get("/openapi.json").found().path("paths");
        if (paths.isObject() && !paths.has(path)) {
            throw new EngineException(
                    new Problem.Invalid(
                            "This server does not let adapters be changed. Start it with VLLM_ALLOW_RUNTIME_LORA_UPDATING=1 and --enable-lora."));
        }
        return Plan.of(Plan.Call.of("POST", server.at(path).toString(), body));
    }

    private static ServedModel model(JsonNode entry) {
        return new ServedModel(
                entry.path("id").asString(""),
                "",
                ServedModel.State.READY,
                Protocol.FULL,
                Protocol.facts(entry)
                        .add("Weights", entry.path("root"))
                        .add(ADAPTER_OF, entry.path("parent"))
                        .map());
    }
}
