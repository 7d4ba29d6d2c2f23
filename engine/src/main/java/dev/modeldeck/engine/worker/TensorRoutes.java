package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openinference.InferAnswer;
import dev.modeldeck.engine.wire.openinference.InferRequest;
import dev.modeldeck.engine.wire.openinference.ModelMetadata;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The Open Inference Protocol over one tensor model. */
record TensorRoutes(WorkerSpec spec, RunningRequests requests) {

    private static final String PLATFORM = "pytorch_torchscript";

    void add(HttpRouting.Builder routing) {
        ObjectNode server = Json.object().put("name", "modeldeck-worker").put("version", "2");
        server.putArray("extensions");
        ObjectNode ready = Json.object().put("name", spec.servedName()).put("ready", true);
        routing.get("/v2", (_, res) -> WorkerServer.send(res, server))
                .get("/v2/health/live", (_, res) -> flag(res, "live"))
                .get("/v2/health/ready", (_, res) -> flag(res, "ready"))
                .get("/v2/models/{model}", (req, res) -> served(req, res, metadata().json()))
                .get("/v2/models/{model}/ready", (req, res) -> served(req, res, ready))
                .post("/v2/models/{model}/infer", this::infer);
    }

    private void infer(ServerRequest req, ServerResponse res) {
        checkName(req);
        InferRequest request = InferRequest.parse(WorkerServer.body(req));
        InferenceResult result =
                requests.answer(
                        new InferenceRequest(TextRoutes.id(req), request.payload()),
                        ChunkListener.none());
        if (!(result instanceof InferenceResult.Tensors tensors)) {
            throw new EngineException(new Problem.Internal("A tensor model gave no tensors."));
        }
        WorkerServer.send(
                res, new InferAnswer(request.id(), spec.servedName(), "", tensors).json());
    }

    private void served(ServerRequest req, ServerResponse res, ObjectNode json) {
        checkName(req);
        WorkerServer.send(res, json);
    }

    private void checkName(ServerRequest req) {
        String asked = req.path().pathParameters().get("model");
        if (!asked.equals(spec.servedName())) {
            throw EngineException.notFound(
                    "This worker serves \"" + spec.servedName() + "\", not \"" + asked + "\".");
        }
    }

    /** Names only: a TorchScript file does not tell its datatypes and shapes. */
    private ModelMetadata metadata() {
        return new ModelMetadata(
                spec.servedName(),
                List.of("1"),
                PLATFORM,
                named(spec.model().inputNames()),
                named(spec.model().outputNames()));
    }

    private static List<ModelMetadata.TensorSpec> named(List<String> names) {
        return names.stream()
                .map(name -> new ModelMetadata.TensorSpec(name, "", List.of()))
                .toList();
    }

    private static void flag(ServerResponse res, String word) {
        WorkerServer.send(res, Json.object().put(word, true));
    }
}
