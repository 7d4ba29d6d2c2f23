package dev.modeldeck.engine.bench;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.LocalModels;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is lost between the worker and who calls: the same questions to a model in this very process
 * and to another one through endpoint, worker and gateway, in turn.
 */
final class GatewayBench {

    private static final int CALLERS = 16;
    private static final int TIMES = 5;
    private static final String NAME = "bench";

    private final Path model;
    private final String dtype;
    private final int threads;
    private final Callers callers;

    GatewayBench(Path model, String dtype, int threads, Callers callers) {
        this.model = model;
        this.dtype = dtype;
        this.threads = threads;
        this.callers = callers;
    }

    Map<Measure, Double> run(Path home) throws Exception {
        LocalModelSpec spec =
                new LocalModelSpec(
                        model,
                        LocalModelSpec.Kind.TEXT,
                        "cpu",
                        dtype,
                        1024,
                        CALLERS,
                        threads,
                        null,
                        List.of(),
                        List.of());
        try (Engine engine = Engine.start(new EngineOptions(home, 0, false, NAME));
                HttpClient client = HttpClient.newHttpClient();
                Backend inside = LocalModels.open(spec, (_, _) -> {})) {
            serve(engine);
            return compare(inside, Callers.over(client, gateway(engine), NAME));
        }
    }

    private Map<Measure, Double> compare(Backend inside, Callers.Answer outside) throws Exception {
        Map<Measure, List<Double>> all = new EnumMap<>(Measure.class);
        for (int i = 0; i <= TIMES; i++) {
            Map<Measure, Double> round = new EnumMap<>(Measure.class);
            round.put(Measure.WORKER_1, callers.speed(1, answer(inside)));
            round.put(Measure.GATEWAY_1, callers.speed(1, outside));
            round.put(Measure.WORKER_16, callers.speed(CALLERS, answer(inside)));
            round.put(Measure.GATEWAY_16, callers.speed(CALLERS, outside));
            if (i > 0) { // the first warms up
                round.forEach((measure, figure) ->
                        all.computeIfAbsent(measure, _ -> new ArrayList<>()).add(figure));
            }
        }
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        all.forEach((measure, rates) -> figures.put(measure, Callers.median(rates)));
        return figures;
    }

    private static Callers.Answer answer(Backend backend) {
        return prompt -> {
            InferenceRequest request =
                    InferenceRequest.of(
                            new Payload.Completion(
                                    List.of(new Payload.Prompt.Tokens(prompt)),
                                    1,
                                    false,
                                    TextOptions.defaults().withMaxTokens(Callers.ANSWER)));
            return backend.answer(request, ChunkListener.none()).usage().completionTokens();
        };
    }

    private void serve(Engine engine) throws Exception {
        ModelVersion version =
                engine.registry()
                        .register(
                                new NewVersion(
                                        ModelName.parse(NAME),
                                        model.toString(),
                                        ModelVersion.Storage.REFERENCED,
                                        "",
                                        Map.of(),
                                        NAME),
                                Progress.none());
        ServedEntity entity =
                new ServedEntity(
                        NAME,
                        version.model(),
                        version.number(),
                        new ServedEntity.Compute("cpu", dtype, 1024, CALLERS, 0, null),
                        "",
                        false,
                        Map.of());
        EndpointName name = new EndpointName(NAME);
        engine.endpoints()
                .create(new NewEndpoint(name, "", Map.of(), List.of(entity), List.of(), NAME));
        while (engine.endpoints().get(name).state().updating()) {
            Thread.sleep(100);
        }
        if (!engine.endpoints().get(name).state().equals(EndpointState.READY)) {
            throw new IOException("The endpoint is not ready: " + engine.endpoints().get(name));
        }
    }

    private static URI gateway(Engine engine) throws IOException {
        if (engine.gateway().get() instanceof GatewayStatus.Listening(URI address)) {
            return address;
        }
        throw new IOException("The gateway does not listen: " + engine.gateway().get());
    }
}
