package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.signature.SignatureAdapter;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Progress;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.remote.RemoteModel;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;
import dev.modeldeck.engine.remote.openinference.OpenInferenceBackend;
import dev.modeldeck.engine.worker.WorkerProcess;
import dev.modeldeck.engine.worker.WorkerSpec;
import dev.modeldeck.engine.worker.WorkerState;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Serves registered models from workers of this machine: checks that the files are still the
 * registered ones, starts a worker and speaks its protocol.
 */
final class LocalLauncher implements EntityLauncher {

    /** Leaves the number of computing threads to the machine. */
    private static final int ALL_CORES = 0;

    private final Registry registry;
    private final HomeFolder home;
    private final HttpCalls http;

    /**
     * @param http shared by all backends; closed by its owner after all endpoints
     */
    LocalLauncher(Registry registry, HomeFolder home, HttpCalls http) {
        this.registry = registry;
        this.home = home;
        this.http = http;
    }

    @Override
    public Running launch(EndpointName endpoint, ServedEntity entity) {
        return LocalEntity.begin(progress -> {
            ModelVersion version = registry.version(entity.model(), entity.version());
            registry.verify(version, progress);
            LocalModelSpec model = model(entity, version, home.quantised());
            WorkerProcess worker =
                    WorkerProcess.start(
                            WorkerSpec.of(model, entity.name()),
                            new WorkerProcess.Terms(
                                    entity.environment(),
                                    entity.compute().memoryLimitBytes(),
                                    folder(endpoint, entity),
                                    () -> registry.verify(version, Progress.none())));
            return new LocalEntity.Started(
                    worker, ready -> backend(model.kind(), entity.name(), ready));
        });
    }

    private Backend backend(LocalModelSpec.Kind kind, String name, WorkerState.Ready ready) {
        return switch (kind) {
            case TEXT, ENCODER ->
                    new OpenAiBackend(
                            http,
                            RemoteModel.worker(ready.base().resolve("/v1"), ready.secret(), name));
            case TENSOR ->
                    new OpenInferenceBackend(
                            http, RemoteModel.worker(ready.base(), ready.secret(), name));
        };
    }

    static LocalModelSpec model(ServedEntity entity, ModelVersion version, Path quantised) {
        Inspection inspection = version.inspection();
        Signature signature = inspection.signature();
        return new LocalModelSpec(
                version.entry(),
                switch (inspection.task()) {
                    case CHAT, COMPLETION -> LocalModelSpec.Kind.TEXT;
                    case EMBEDDING, CLASSIFICATION, RERANKING -> LocalModelSpec.Kind.ENCODER;
                    case TENSORS -> LocalModelSpec.Kind.TENSOR;
                },
                entity.compute().device(),
                entity.compute().dtype(),
                entity.compute().contextLength(),
                Math.max(1, entity.compute().concurrency()),
                ALL_CORES,
                quantised.resolve(version.hash()),
                SignatureAdapter.inputNames(signature),
                outputNames(signature));
    }

    /** Only where all outputs have one: a name must not slip to its neighbour. */
    private static List<String> outputNames(@Nullable Signature signature) {
        if (signature == null
                || signature.outputs().stream().anyMatch(field -> field.name().isEmpty())) {
            return List.of();
        }
        return signature.outputs().stream().map(Signature.Field::name).toList();
    }

    private Path folder(EndpointName endpoint, ServedEntity entity) {
        String name = entity.name().replaceAll("[^A-Za-z0-9_-]", "_");
        return home.workers().resolve(endpoint.value()).resolve(name);
    }
}
