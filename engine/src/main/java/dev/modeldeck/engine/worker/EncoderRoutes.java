package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.openai.AnswerHead;
import dev.modeldeck.engine.wire.openai.ClassificationRequest;
import dev.modeldeck.engine.wire.openai.EmbeddingRequest;
import dev.modeldeck.engine.wire.openai.EncoderRequest;
import dev.modeldeck.engine.wire.openai.ModelList;
import dev.modeldeck.engine.wire.openai.RerankRequest;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** OpenAI's embeddings over one encoder, and what vLLM has beside them. */
record EncoderRoutes(String servedName, RunningRequests requests) {

    void add(HttpRouting.Builder routing) {
        var entry = new ModelList.Entry(servedName, Instant.now().getEpochSecond(), "modeldeck");
        routing.get(
                        "/v1/models",
                        (_, res) -> WorkerServer.send(res, ModelList.json(List.of(entry))))
                .post("/v1/embeddings", asked(EmbeddingRequest::parse))
                .post("/v1/rerank", asked(RerankRequest::parse))
                .post("/rerank", asked(RerankRequest::parse))
                .post("/classify", asked(ClassificationRequest::parse));
    }

    private Handler asked(Function<ObjectNode, EncoderRequest> parser) {
        return (req, res) -> answer(parser.apply(WorkerServer.body(req)), req, res);
    }

    private void answer(EncoderRequest request, ServerRequest req, ServerResponse res) {
        RequestId id = TextRoutes.id(req);
        InferenceResult result =
                requests.answer(new InferenceRequest(id, request.payload()), ChunkListener.none());
        AnswerHead head = AnswerHead.of(request, id.value(), Instant.now(), servedName);
        WorkerServer.send(res, request.answer(head, result));
    }
}
