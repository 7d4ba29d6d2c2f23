package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.openai.AnswerHead;
import dev.modeldeck.engine.wire.openai.ChatRequest;
import dev.modeldeck.engine.wire.openai.CompletionRequest;
import dev.modeldeck.engine.wire.openai.ModelList;
import dev.modeldeck.engine.wire.openai.OpenAiErrors;
import dev.modeldeck.engine.wire.openai.TextAnswers;
import dev.modeldeck.engine.wire.openai.TextRequest;
import dev.modeldeck.engine.wire.openai.TextStreamWriter;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Instant;
import java.util.List;

/** OpenAI's protocol over one text model. */
record TextRoutes(String servedName, RunningRequests requests) {

    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");

    void add(HttpRouting.Builder routing) {
        Instant since = Instant.now();
        var entry = new ModelList.Entry(servedName, since.getEpochSecond(), "modeldeck");
        routing.get(
                        "/v1/models",
                        (_, res) -> WorkerServer.send(res, ModelList.json(List.of(entry))))
                .post(
                        "/v1/chat/completions",
                        (req, res) -> answer(ChatRequest.parse(WorkerServer.body(req)), req, res))
                .post(
                        "/v1/completions",
                        (req, res) ->
                                answer(
                                        CompletionRequest.parse(WorkerServer.body(req), null),
                                        req,
                                        res));
    }

    /** The id under which the request can be cancelled. */
    static RequestId id(ServerRequest request) {
        return request.headers().first(REQUEST_ID).map(RequestId::new).orElseGet(RequestId::random);
    }

    private void answer(TextRequest request, ServerRequest req, ServerResponse res) {
        RequestId id = id(req);
        AnswerHead head = AnswerHead.of(request, id.value(), Instant.now());
        if (request.streaming().on()) {
            stream(new InferenceRequest(id, request.payload()), request, head, res);
            return;
        }
        InferenceResult result =
                requests.answer(new InferenceRequest(id, request.payload()), ChunkListener.none());
        WorkerServer.send(res, TextAnswers.json(head, request, text(result)));
    }

    private void stream(
            InferenceRequest asked, TextRequest request, AnswerHead head, ServerResponse res) {
        TextStreamWriter writer = new TextStreamWriter(head, request);
        EventStream events = new EventStream(res);
        try {
            InferenceResult result =
                    requests.answer(asked, chunk -> events.send(writer.chunk(chunk)));
            events.send(writer.end(text(result)));
        } catch (EngineException e) {
            if (!events.begun()) {
                throw e;
            }
            events.send(List.of(OpenAiErrors.json(e.problem())));
        }
        events.done();
    }

    private static InferenceResult.Text text(InferenceResult result) {
        if (result instanceof InferenceResult.Text text) {
            return text;
        }
        throw new EngineException(new Problem.Internal("A text model gave no text."));
    }
}
