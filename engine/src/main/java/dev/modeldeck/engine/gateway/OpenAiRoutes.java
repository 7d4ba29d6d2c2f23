package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.openai.EncoderDialect;
import dev.modeldeck.engine.wire.openai.ModelList;
import dev.modeldeck.engine.wire.openai.OpenAiDialect;
import dev.modeldeck.engine.wire.openai.OpenAiErrors;

/** OpenAI's protocol, where each endpoint is a model. */
final class OpenAiRoutes {

    private final Endpoints endpoints;
    private final InferenceRoute inference;

    OpenAiRoutes(Endpoints endpoints, InferenceRoute inference) {
        this.endpoints = endpoints;
        this.inference = inference;
    }

    void add(RouteTable table) {
        RouteTable.Group group = table.group(OpenAiErrors::json);
        group.get("/v1/models", this::list)
                .get("/v1/models/{endpoint}", this::get)
                .post("/v1/chat/completions", inference.in(OpenAiDialect.CHAT))
                .post("/v1/completions", inference.in(OpenAiDialect.COMPLETIONS))
                .post("/v1/embeddings", inference.in(EncoderDialect.EMBEDDINGS))
                // Not OpenAI's: where vLLM, Jina and Cohere have them.
                .post("/v1/rerank", inference.in(EncoderDialect.RERANK))
                .post("/v2/rerank", inference.in(EncoderDialect.RERANK))
                .post("/rerank", inference.in(EncoderDialect.RERANK))
                .post("/classify", inference.in(EncoderDialect.CLASSIFY))
                // Databricks gives its OpenAI clients the base {host}/serving-endpoints.
                .post("/serving-endpoints/chat/completions", inference.in(OpenAiDialect.CHAT))
                .post("/serving-endpoints/completions", inference.in(OpenAiDialect.COMPLETIONS))
                .post("/serving-endpoints/embeddings", inference.in(EncoderDialect.EMBEDDINGS));
    }

    private void list(Exchange exchange) {
        exchange.answer(
                ModelList.json(endpoints.all().get().stream().map(OpenAiRoutes::entry).toList()));
    }

    private void get(Exchange exchange) {
        String name = exchange.part("endpoint");
        Endpoint endpoint =
                endpoints.all().get().stream()
                        .filter(e -> e.name().value().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                EngineException.notFound(
                                        "There is no endpoint \""
                                                + name
                                                + "\"; GET /v1/models lists them."));
        exchange.answer(entry(endpoint).json());
    }

    private static ModelList.Entry entry(Endpoint endpoint) {
        return new ModelList.Entry(
                endpoint.name().value(), endpoint.createdAt().getEpochSecond(), endpoint.creator());
    }
}
