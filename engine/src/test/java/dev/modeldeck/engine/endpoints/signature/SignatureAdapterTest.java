package dev.modeldeck.engine.endpoints.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.Samples;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;
import dev.modeldeck.engine.registry.Signature.TensorField;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

class SignatureAdapterTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Signature COLUMNS =
            new Signature(
                    List.of(
                            new Column("a", "double", true),
                            new Column("b", "long", true),
                            new Column("c", "boolean", false)),
                    List.of(new Column("class", "long", true), new Column("score", "double", true)),
                    null);
    private static final Signature TENSOR =
            new Signature(
                    List.of(new TensorField("", "float32", List.of(-1L, 2L))), List.of(), null);
    private static final Signature TENSORS =
            new Signature(
                    List.of(
                            new TensorField("ids", "int64", List.of(-1L, 2L)),
                            new TensorField("mask", "bool", List.of(-1L))),
                    List.of(),
                    null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split     | {\"columns\":[\"c\",\"x\",\"b\",\"a\"],\"data\":[[true,\"?\",2,1.5],[false,0,4,3]]}",
                "instances | [{\"a\":1.5,\"b\":2,\"c\":true},{\"b\":4,\"a\":3,\"c\":false,\"x\":[]}]",
                "instances | [[1.5,2,true],[3,4,false]]",
                "inputs    | {\"a\":[1.5,3],\"b\":[2,4],\"c\":[true,false],\"x\":[0,0]}",
                "inputs    | [[1.5,2,true],[3,4,false]]"
            })
    void all_forms_of_rows_become_the_same_matrix(String form, String json) {
        Tensor tensor = sole(COLUMNS, input(form, json));
        assertThat(tensor.datatype()).isEqualTo(DataType.FP32);
        assertThat(tensor.shape()).containsExactly(2L, 3L);
        assertThat(floats(tensor)).containsExactly(1.5f, 2f, 1f, 3f, 4f, 0f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split | {\"columns\":[\"a\",\"c\"],\"data\":[[1,true]]} | Column \"b\" is missing. The model takes: a, b, c.",
                "split | {\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[\"x\",2]]} | Column \"a\", row 2: expected a number but got a text.",
                "split | {\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[1,2.5]]} | Column \"b\", row 2: expected a whole number but got a number with decimals.",
                "split | {\"columns\":[\"a\",\"b\"],\"data\":[[null,2]]} | Column \"a\", row 1: expected a number but got nothing (null).",
                "split | {\"columns\":[\"a\",\"b\"],\"data\":[[1]]} | Row 1 has 1 cells but there are 2 columns.",
                "split | {\"columns\":[\"a\",\"b\",\"c\"],\"data\":[[1,2,3]]} | Column \"c\", row 1: expected true or false but got a whole number.",
                "instances | [[1,2]] | Row 1 has 2 values but the model takes 3: a, b, c.",
                "instances | [{\"a\":1,\"b\":2},{\"a\":1}] | Column \"b\", row 2: expected a whole number but got nothing (null).",
                "instances | [{\"a\":1,\"b\":2},7] | mixes objects with other rows",
                "instances | {\"a\":1} | must be an array",
                "instances | [] | There are no rows.",
                "inputs | {\"a\":[1,2],\"b\":[1]} | Column \"b\" has 1 values but the columns before it have 2.",
            })
    void what_does_not_fit_the_columns_is_named(String form, String json, String words) {
        assertInvalid(COLUMNS, input(form, json), words);
    }

    @Test
    void an_optional_cell_that_is_missing_is_no_number() {
        Tensor tensor = sole(COLUMNS, input("instances", "[{\"a\":1,\"b\":2}]"));
        assertThat(floats(tensor)).containsExactly(1f, 2f, Float.NaN);
    }

    @Test
    void columns_with_texts_travel_one_by_one() {
        Signature mixed =
                new Signature(
                        List.of(new Column("city", "string", true), new Column("n", "long", true)),
                        List.of(),
                        null);
        List<Tensor> tensors = tensors(mixed, input("instances", "[{\"n\":5,\"city\":\"Köln\"}]"));
        assertThat(tensors.stream().map(Tensor::name)).containsExactly("city", "n");
        assertThat(tensors.getFirst().datatype()).isEqualTo(DataType.BYTES);
        assertThat(tensors.getLast().datatype()).isEqualTo(DataType.INT64);
        assertThat(tensors.getLast().shape()).containsExactly(1L, 1L);
        assertInvalid(
                mixed,
                input("instances", "[{\"n\":5,\"city\":7}]"),
                "Column \"city\", row 1: expected a text");
    }

    @Test
    void a_tensor_signature_takes_nested_arrays_and_frames() {
        for (TabularInput input :
                List.of(
                        input("instances", "[[1,2],[3,4]]"),
                        input("inputs", "[[1,2],[3,4]]"),
                        input("inputs", "{\"any\":[[1,2],[3,4]]}"),
                        input("split", "{\"columns\":[\"p\",\"q\"],\"data\":[[1,2],[3,4]]}"))) {
            Tensor tensor = sole(TENSOR, input);
            assertThat(tensor.shape()).containsExactly(2L, 2L);
            assertThat(floats(tensor)).containsExactly(1f, 2f, 3f, 4f);
        }
        assertInvalid(TENSOR, input("inputs", "[[1,2],[3]]"), "different lengths");
        assertInvalid(TENSOR, input("inputs", "[[1,2,3]]"), "the model takes [-1, 2]");
        assertInvalid(TENSOR, input("inputs", "[[1,2],[3,\"x\"]]"), "row 2: expected a number");
    }

    @Test
    void several_tensors_are_told_apart_by_name() {
        for (TabularInput input :
                List.of(
                        input("inputs", "{\"mask\":[true,false],\"ids\":[[1,2],[3,4]]}"),
                        input(
                                "instances",
                                "[{\"mask\":true,\"ids\":[1,2]},{\"mask\":false,\"ids\":[3,4]}]"),
                        input(
                                "split",
                                "{\"columns\":[\"ids\",\"mask\"],\"data\":[[[1,2],true],[[3,4],false]]}"))) {
            List<Tensor> tensors = tensors(TENSORS, input);
            assertThat(tensors.stream().map(Tensor::name)).containsExactly("ids", "mask");
            assertThat(tensors.getFirst().shape()).containsExactly(2L, 2L);
            assertThat(fixed(tensors.getFirst()).getLong(24)).isEqualTo(4);
            assertThat(tensors.getLast().shape()).containsExactly(2L);
            assertThat(fixed(tensors.getLast()).get(0)).isEqualTo((byte) 1);
        }
        assertInvalid(TENSORS, input("inputs", "{\"ids\":[[1,2]]}"), "Input \"mask\" is missing");
        assertInvalid(TENSORS, input("inputs", "[[1,2]]"), "takes several inputs: ids, mask");
        assertInvalid(
                TENSORS,
                input("inputs", "{\"ids\":[[1,2.5]],\"mask\":[true]}"),
                "Input \"ids\", row 1: expected a whole number");
    }

    @Test
    void without_a_signature_numbers_become_float32() {
        assertThat(floats(sole(null, input("instances", "[[1,2],[3,4]]"))))
                .containsExactly(1f, 2f, 3f, 4f);
        assertThat(sole(null, input("instances", "[1,2,3]")).shape()).containsExactly(3L);
        assertThat(
                        floats(
                                sole(
                                        null,
                                        input(
                                                "split",
                                                "{\"columns\":[\"z\",\"a\"],\"data\":[[9,1]]}"))))
                .containsExactly(9f, 1f);
        assertInvalid(null, input("inputs", "[[\"x\"]]"), "expected a number");
    }

    @Test
    void tensors_are_checked_against_a_tensor_signature() {
        SignatureAdapter.toBackend(
                Samples.tensorModel(TENSOR), sent(tensor("anything", DataType.FP32, 2L, 2L)));
        assertProblem(
                TENSOR,
                sent(tensor("x", DataType.INT64, 2L, 2L)),
                "INT64 but the model takes FP32");
        assertProblem(TENSOR, sent(tensor("x", DataType.FP32, 2L, 3L)), "shape [2, 3]");
        assertProblem(TENSORS, sent(tensor("x", DataType.INT64, 2L, 2L)), "no input \"x\"");
        assertProblem(
                TENSORS, sent(tensor("ids", DataType.INT64, 2L, 2L)), "Input \"mask\" is missing");
    }

    @Test
    void a_text_model_says_that_it_takes_texts_and_the_other_way_round() {
        assertThatThrownBy(() ->
                        SignatureAdapter.toBackend(
                                Samples.chatModel(), tabular(input("instances", "[[1]]"))))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Problem.Unsupported.class);
                            assertThat(e.problem().message()).contains("answers texts");
                        });
        assertThatThrownBy(() ->
                        SignatureAdapter.toBackend(
                                Samples.tensorModel(null),
                                new Payload.Chat(List.of(), 1, TextOptions.defaults())))
                .hasMessageContaining("answers rows");
    }

    @Test
    void named_output_columns_become_an_object_a_row() {
        ModelVersion model = Samples.tensorModel(COLUMNS);
        assertThat(predictions(model, floatTensor("output0", List.of(2L, 2L), 1, 0.5f, 0, 0.25f)))
                .isEqualTo("[{\"class\":1,\"score\":0.5},{\"class\":0,\"score\":0.25}]");
        assertThat(
                        predictions(
                                model,
                                floatTensor("output0", List.of(1L), 2),
                                floatTensor("output1", List.of(1L, 1L), 0.1f)))
                .isEqualTo("[{\"class\":2,\"score\":0.1}]");
    }

    @Test
    void unnamed_outputs_stay_nested_arrays() {
        ModelVersion model = Samples.tensorModel(null);
        assertThat(predictions(model, floatTensor("output0", List.of(1L, 2L), 0.1f, Float.NaN)))
                .isEqualTo("[[0.1,null]]");
        assertThat(
                        predictions(
                                model,
                                floatTensor("p", List.of(1L), 1),
                                floatTensor("q", List.of(1L), 2)))
                .isEqualTo("{\"p\":[1.0],\"q\":[2.0]}");
    }

    @Test
    void the_metadata_says_how_columns_travel() {
        assertThat(SignatureAdapter.inputs(COLUMNS))
                .containsExactly(new TensorField("input0", "float32", List.of(-1L, 3L)));
        assertThat(SignatureAdapter.inputs(TENSORS)).isEqualTo(TENSORS.inputs());
        assertThat(SignatureAdapter.inputNames(null)).isEmpty();
    }

    private static String predictions(ModelVersion model, Tensor... outputs) {
        InferenceResult result =
                SignatureAdapter.fromBackend(
                        model,
                        tabular(input("instances", "[[1]]")),
                        new InferenceResult.Tensors(List.of(outputs)));
        return ((InferenceResult.Predictions) result).predictions().toString();
    }

    private static TabularInput input(String form, String json) {
        JsonNode node = JSON.readTree(json);
        return switch (form) {
            case "instances" -> new TabularInput.Instances(node);
            case "inputs" -> new TabularInput.Inputs(node);
            default -> {
                List<String> columns = new ArrayList<>();
                node.get("columns").forEach(c -> columns.add(c.stringValue()));
                List<List<JsonNode>> rows = new ArrayList<>();
                for (JsonNode row : node.get("data")) {
                    List<JsonNode> cells = new ArrayList<>();
                    row.forEach(cells::add);
                    rows.add(cells);
                }
                yield new TabularInput.Frame(columns, rows);
            }
        };
    }

    private static Payload.Tabular tabular(TabularInput input) {
        return new Payload.Tabular(input, JSON.createObjectNode());
    }

    private static List<Tensor> tensors(@Nullable Signature signature, TabularInput input) {
        return ((Payload.Tensors)
                        SignatureAdapter.toBackend(Samples.tensorModel(signature), tabular(input)))
                .inputs();
    }

    private static Tensor sole(@Nullable Signature signature, TabularInput input) {
        List<Tensor> tensors = tensors(signature, input);
        assertThat(tensors).hasSize(1);
        assertThat(tensors.getFirst().name()).isEqualTo("input0");
        return tensors.getFirst();
    }

    private static ByteBuffer fixed(Tensor tensor) {
        return ((Tensor.Data.Fixed) tensor.data()).bytes();
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.elements()];
        fixed(tensor).duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static Payload.Tensors sent(Tensor... tensors) {
        return new Payload.Tensors(List.of(tensors), List.of(), JSON.createObjectNode());
    }

    private static Tensor tensor(String name, DataType type, Long... shape) {
        long elements = 1;
        for (long size : shape) {
            elements *= size;
        }
        return new Tensor(
                name,
                type,
                List.of(shape),
                new Tensor.Data.Fixed(ByteBuffer.allocate((int) elements * type.size())));
    }

    private static Tensor floatTensor(String name, List<Long> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(name, DataType.FP32, shape, new Tensor.Data.Fixed(bytes));
    }

    private static void assertInvalid(
            @Nullable Signature signature, TabularInput input, String words) {
        assertProblem(signature, tabular(input), words);
    }

    private static void assertProblem(
            @Nullable Signature signature, Payload payload, String words) {
        assertThatThrownBy(
                        () -> SignatureAdapter.toBackend(Samples.tensorModel(signature), payload))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> {
                            assertThat(e.problem()).isInstanceOf(Problem.Invalid.class);
                            assertThat(e.problem().message()).contains(words);
                        });
    }
}
