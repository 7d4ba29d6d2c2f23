package dev.modeldeck.engine.remote.djlserving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.ActionOutcome;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.NoSecrets;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ProbeReport;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.local.tensor.TinyTensorModels;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;
import dev.modeldeck.engine.remote.openinference.OpenInferenceServer;
import dev.modeldeck.engine.remote.openinference.TritonServer;
import dev.modeldeck.engine.remote.torchserve.TorchServeServer;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A model's whole life on a real DJL Serving, which runs with its metrics on ({@code
 * SERVING_PROMETHEUS=true}) on this machine: {@code -Dmodeldeck.djlserving=http://127.0.0.1:8080}.
 */
@EnabledIfSystemProperty(named = "modeldeck.djlserving", matches = "http.*")
class RealDjlServingTest {

    /** Of its own, since a run that failed may have left one behind. */
    private static final String NAME = "modeldeck-" + UUID.randomUUID();

    private @TempDir Path folder;

    @Test
    void a_model_is_registered_asked_scaled_measured_and_unregistered() throws IOException {
        Path file = TinyTensorModels.linear(folder);
        try (Database database = Database.open(folder.resolve("connections.db"));
                Connections connections = connections(database)) {
            Connection draft =
                    Connection.to(
                            "djl",
                            Connection.address(System.getProperty("modeldeck.djlserving")),
                            Access.open());
            ProbeReport report = connections.probe(draft);
            assertThat(report.server()).isEqualTo("djl-serving");
            String id = connections.save(draft.withServer(report.server())).id();
            run(
                    connections,
                    id,
                    "register",
                    Map.of(
                            "url", file.toUri().toString().replace("file:/", "file:///"),
                            "model_name", NAME,
                            "engine", "PyTorch",
                            "min_worker", "1",
                            "max_worker", "1"));
            asked(connections, id);
            Map<String, String> more = Map.of("min_worker", "2", "max_worker", "3");
            assertThat(run(connections, id, "scale", more).different()).isEmpty();
            assertThat(connections.present(id, action(connections, id, "scale"), NAME))
                    .isEqualTo(more);
            assertThat(figures(connections, draft)).contains(Measure.REQUESTS);
            run(connections, id, "unregister", Map.of());
            assertThat(names(connections, draft)).doesNotContain(NAME);
        }
    }

    private static void asked(Connections connections, String id) {
        try (Backend backend = connections.backend(id, NAME)) {
            TabularInput rows = new TabularInput.Instances(Json.parse("[[1,2,3],[4,5,6]]"));
            InferenceResult predicted =
                    backend.answer(
                            InferenceRequest.of(new Payload.Tabular(rows, Json.object())),
                            ChunkListener.none());
            assertThat(((InferenceResult.Predictions) predicted).predictions())
                    .hasToString("[[17.0,26.0],[26.0,35.0]]");
            Tensor x = TinyTensorModels.fp32("x", List.of(1L, 3L), 1, 2, 3);
            InferenceResult result =
                    backend.answer(
                            InferenceRequest.of(TinyTensorModels.ask(x)), ChunkListener.none());
            Tensor y = ((InferenceResult.Tensors) result).outputs().getFirst();
            assertThat(y.shape()).containsExactly(1L, 2L);
            assertThat(((Data.Fixed) y.data()).bytes().getFloat(4)).isEqualTo(26);
        }
    }

    private static ActionOutcome run(
            Connections connections, String id, String action, Map<String, String> values) {
        Plan plan = connections.plan(id, action(connections, id, action), NAME, values);
        return connections.run(id, plan, (_, _) -> {});
    }

    private static ServerAction action(Connections connections, String id, String wanted) {
        return connections.kinds().stream()
                .filter(kind -> kind.id().equals("djl-serving"))
                .flatMap(kind -> kind.actions().stream())
                .filter(action -> action.id().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    private static List<Measure> figures(Connections connections, Connection draft) {
        return connections.probe(draft).look().figures().stream()
                .filter(figure -> figure.model().equals(NAME))
                .map(Figure::key)
                .toList();
    }

    private static List<String> names(Connections connections, Connection draft) {
        return connections.probe(draft).look().models().stream().map(ServedModel::name).toList();
    }

    private static Connections connections(Database database) {
        return Connections.open(
                database,
                List.of(
                        new TritonServer(),
                        new OpenInferenceServer(),
                        new DjlServingServer(OpenAiBackend::new),
                        new TorchServeServer()),
                new NoSecrets(),
                Clock.systemUTC());
    }
}
