package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS_RUNNING;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUEST_SECONDS;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Recognition;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.remote.EndpointManagement;
import dev.modeldeck.engine.remote.MetricFigures;

import tools.jackson.databind.JsonNode;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Another Modeldeck's gateway, whose endpoints are its models. Everything passes through. */
final class Modeldeck implements Flavour {

    private static final MetricFigures FIGURES =
            MetricFigures.by("endpoint")
                    .with(REQUESTS_RUNNING, "modeldeck_in_flight")
                    .with(REQUESTS, "modeldeck_requests_total")
                    .with(REQUEST_SECONDS, "modeldeck_request_latency_seconds_sum")
                    .with(FIRST_TOKEN_SECONDS, "modeldeck_time_to_first_token_seconds_sum")
                    .with(FIRST_TOKENS, "modeldeck_time_to_first_token_seconds_count")
                    .with(PROMPT_TOKENS, "modeldeck_tokens_total{direction=\"in\"}")
                    .with(GENERATED_TOKENS, "modeldeck_tokens_total{direction=\"out\"}");

    private static final Map<String, Set<Capability>> TASKS =
            Map.of(
                    "llm/v1/chat", Protocol.FULL,
                    "llm/v1/completions",
                            EnumSet.of(
                                    Capability.COMPLETION,
                                    Capability.STREAMING,
                                    Capability.LOGPROBS),
                    "llm/v1/embeddings", EnumSet.of(Capability.EMBEDDING));

    private static final Set<Capability> ALL = EnumSet.copyOf(Protocol.FULL);

    static {
        ALL.addAll(
                List.of(
                        Capability.EMBEDDING,
                        Capability.RERANKING,
                        Capability.CLASSIFICATION,
                        Capability.LOADING,
                        Capability.MANAGING));
    }

    private final EndpointManagement endpoints;

    Modeldeck(EndpointManagement endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public String id() {
        return "modeldeck";
    }

    @Override
    public String label() {
        return "Modeldeck";
    }

    @Override
    public List<Integer> ports() {
        return List.of(8765);
    }

    @Override
    public Optional<Recognition> recognise(Site site) {
        JsonNode about = Protocol.beside(site).get("/v2").found();
        return about.path("name").asString("").equals("modeldeck")
                ? Optional.of(
                        new Recognition("GET /v2 answered that it is Modeldeck " + version(about)))
                : Optional.empty();
    }

    @Override
    public ServerLook look(Site site) {
        Site server = Protocol.beside(site);
        List<ServedModel> models =
                Protocol.list(server, "/api/2.0/serving-endpoints", "endpoints").stream()
                        .map(this::endpoint)
                        .toList();
        List<Figure> figures = Protocol.figures(site, FIGURES);
        return new ServerLook(
                version(server.get("/v2").found()),
                models,
                Protocol.with(ALL, figures),
                Map.of(),
                figures);
    }

    @Override
    public Speech speech(Site site) {
        return Speech.own();
    }

    @Override
    public Site acting(Site site) {
        return Protocol.beside(site);
    }

    @Override
    public List<ServerAction> actions() {
        return endpoints.actions();
    }

    @Override
    public List<ServerPage> pages() {
        return endpoints.pages();
    }

    @Override
    public ServerPage.Content read(Site site, ServerPage page, String model) {
        return endpoints.read(site, page, model);
    }

    private static String version(JsonNode about) {
        return about.path("version").asString("");
    }

    /** It says of some tasks only what they can. */
    private ServedModel endpoint(JsonNode entry) {
        ServedModel told = endpoints.seen(entry);
        return new ServedModel(
                told.name(),
                told.task(),
                told.state(),
                TASKS.getOrDefault(told.task(), Set.of()),
                told.facts());
    }
}
