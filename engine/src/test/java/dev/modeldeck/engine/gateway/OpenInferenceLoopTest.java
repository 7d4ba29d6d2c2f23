package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.remote.openinference.OpenInferenceServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A connection to our own gateway over the Open Inference Protocol: both ends are real. */
class OpenInferenceLoopTest {

    private static final RemoteServer KIND = new OpenInferenceServer();
    private static final HttpCalls HTTP = HttpCalls.patient();

    @TempDir static Path folder;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        HTTP.close();
    }

    @Test
    void it_is_recognised_and_tells_what_its_models_take() {
        assertThat(KIND.recognise(site()))
                .hasValueSatisfying(how -> assertThat(how.evidence()).contains("modeldeck"));
        ServerLook look = KIND.look(site());
        assertThat(look.version()).isEqualTo("1.2.3");
        ServedModel table = look.models().getFirst();
        assertThat(table.state()).isEqualTo(ServedModel.State.READY);
        assertThat(table.capabilities()).contains(Capability.TENSORS, Capability.TABULAR);
        assertThat(table.facts().get("Inputs")).startsWith("input0 FP32 [-1, ");
    }

    @Test
    void tensors_are_answered() {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(1).putFloat(2).flip();
        Tensor row = new Tensor("input0", DataType.FP32, List.of(1L, 2L), new Data.Fixed(bytes));
        InferenceResult result = ask(new Payload.Tensors(List.of(row), List.of(), Json.object()));
        Tensor sum = ((InferenceResult.Tensors) result).outputs().getFirst();
        assertThat(((Data.Fixed) sum.data()).bytes().getFloat(0)).isEqualTo(3);
    }

    @Test
    void rows_are_answered_with_predictions() {
        TabularInput rows =
                new TabularInput.Frame(
                        List.of("x", "y"),
                        List.of(
                                List.of(Json.parse("1"), Json.parse("2")),
                                List.of(Json.parse("3"), Json.parse("4"))));
        InferenceResult result = ask(new Payload.Tabular(rows, Json.object()));
        assertThat(((InferenceResult.Predictions) result).predictions().toString())
                .contains("3.0", "7.0");
    }

    @Test
    void what_it_refuses_is_said_in_its_words() {
        TabularInput rows = new TabularInput.Instances(Json.parse("[[1,2,3]]"));
        assertThatThrownBy(() -> ask(new Payload.Tabular(rows, Json.object())))
                .hasMessageContaining("shape");
    }

    private static InferenceResult ask(Payload payload) {
        try (Backend backend = KIND.open(site(), "table")) {
            return backend.answer(InferenceRequest.of(payload), ChunkListener.none());
        }
    }

    private static Site site() {
        return new Site(gateway.uri("/"), HTTP, Map::of, Map.of("models", "table"));
    }
}
