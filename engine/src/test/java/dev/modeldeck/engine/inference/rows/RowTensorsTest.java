package dev.modeldeck.engine.inference.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;

/** Rows for the inputs that a server says its model takes. */
class RowTensorsTest {

    private static final TabularInput ROWS =
            new TabularInput.Instances(json("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]"));

    @Test
    void a_column_is_a_matrix_of_one_column_only_where_the_model_takes_that() {
        assertThat(tensors(input("a", DataType.INT64, -1, 1), input("b", DataType.BYTES, -1)))
                .extracting(Tensor::shape)
                .containsExactly(List.of(2L, 1L), List.of(2L));
        assertThat(tensors(input("a", DataType.INT64), input("b", DataType.BYTES)))
                .extracting(Tensor::shape)
                .containsExactly(List.of(2L), List.of(2L));
        assertThatThrownBy(() ->
                        tensors(input("a", DataType.INT64, -1, 3), input("b", DataType.BYTES, -1)))
                .hasMessageContaining("shape [2] but the model takes [-1, 3]");
    }

    @Test
    void values_are_of_the_type_that_the_model_takes() {
        assertThat(tensors(input("a", DataType.UINT8, -1), input("b", DataType.BYTES, -1)))
                .extracting(Tensor::datatype)
                .containsExactly(DataType.UINT8, DataType.BYTES);
        assertThatThrownBy(() ->
                        tensors(input("a", DataType.INT64, -1), input("b", DataType.INT64, -1)))
                .hasMessageContaining("expected a whole number but got a text");
    }

    @Test
    void an_input_that_no_column_is_named_after_is_missed() {
        assertThatThrownBy(() ->
                        tensors(input("a", DataType.INT64, -1), input("c", DataType.INT64, -1)))
                .hasMessageContaining("\"c\" is missing")
                .hasMessageContaining("The model takes: a, c.");
    }

    private static List<Tensor> tensors(TensorInput... inputs) {
        return new RowTensors(List.of(inputs)).tensors(ROWS);
    }

    private static TensorInput input(String name, DataType type, long... shape) {
        return new TensorInput(name, type, Arrays.stream(shape).boxed().toList());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
