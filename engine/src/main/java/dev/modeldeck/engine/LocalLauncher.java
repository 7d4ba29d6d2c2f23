package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.signature.SignatureAdapter;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelVersion;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final Cards cards;

    /** What a worker needs to know about the device that it computes on. */
    @FunctionalInterface
    interface Cards {
        /** Variables of its process, the given among them; throws what keeps it from there. */
        Map<String, String> environment(String device, Map<String, String> given);
    }

    /**
     * @param http shared by all backends; closed by its owner after all endpoints
     */
    LocalLauncher(Registry registry, HomeFolder home, HttpCalls http, Cards cards) {
        this.registry = registry;
        this.home = home;
        this.http = http;
        this.cards = cards;
    }

    @Override
    public Running launch(EndpointName endpoint, ServedEntity entity) {
        ServedEntity.Registered served = entity.registered().orElseThrow();
        return LocalEntity.begin(progress -> {
            ModelVersion version = registry.version(served.model(), served.version());
            Optional<ModelVersion> draft = draft(entity);
            List<ModelVersion> all = Stream.concat(Stream.of(version), draft.stream()).toList();
            verify(all, progress);
            LocalModelSpec model = model(entity.compute(), version, home.quantised());
            WorkerProcess worker =
                    WorkerProcess.start(
                            WorkerSpec.of(
                                    model.drafted(
                                            draft.map(smaller -> draft(entity, smaller))
                                                    .orElse(null)),
                                    entity.name()),
                            new WorkerProcess.Terms(
                                    cards.environment(
                                            entity.compute().device(), entity.environment()),
                                    entity.compute().memoryLimitBytes(),
                                    folder(endpoint, entity),
                                    () -> verify(all, Progress.none())));
            return new LocalEntity.Started(
                    worker, ready -> backend(model.kind(), entity.name(), ready));
        });
    }

    private Optional<ModelVersion> draft(ServedEntity entity) {
        return Optional.ofNullable(entity.compute().draft())
                .map(draft -> registry.version(draft.model(), draft.version()));
    }

    /** With its own context: where that ends, it guesses no more. */
    private LocalModelSpec draft(ServedEntity entity, ModelVersion smaller) {
        ServedEntity.Compute compute = entity.compute();
        return model(
                new ServedEntity.Compute(
                        compute.device(), compute.dtype(), 0, compute.concurrency(), 0, null),
                smaller,
                home.quantised());
    }

    private void verify(List<ModelVersion> versions, Progress progress) {
        versions.forEach(version -> registry.verify(version, progress));
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

    private static LocalModelSpec model(
            ServedEntity.Compute compute, ModelVersion version, Path quantised) {
        Inspection inspection = version.inspection();
        Signature signature = inspection.signature();
        return new LocalModelSpec(
                version.entry(),
                switch (inspection.task()) {
                    case CHAT, COMPLETION -> LocalModelSpec.Kind.TEXT;
                    case EMBEDDING, CLASSIFICATION, RERANKING -> LocalModelSpec.Kind.ENCODER;
                    case TENSORS -> LocalModelSpec.Kind.TENSOR;
                },
                compute.device(),
                compute.dtype(),
                compute.contextLength(),
                Math.max(1, compute.concurrency()),
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
