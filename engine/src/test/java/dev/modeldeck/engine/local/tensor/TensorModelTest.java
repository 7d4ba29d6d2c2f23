package dev.modeldeck.engine.local.tensor;

import static dev.modeldeck.engine.local.tensor.TinyTensorModels.ask;
import static dev.modeldeck.engine.local.tensor.TinyTensorModels.fp32;
import static dev.modeldeck.engine.local.tensor.TinyTensorModels.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.node.JsonNodeFactory;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class TensorModelTest {

    private static final String ECHO =
            """
            def forward(self: SELF, x: Tensor) -> Tensor:
              return x
            """;
    private static final String PAIR =
            """
            def forward(self: SELF, a: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
              return (torch.sub(a, b), torch.mul(a, b))
            """;
    private static final String DICTIONARY =
            """
            def forward(self: SELF, x: Tensor) -> Dict[str, Tensor]:
              return {"twice": torch.mul(x, 2), "half": torch.div(x, 2)}
            """;
    private static final String NESTED =
            """
            def forward(self: SELF, x: Tensor) -> Tuple[Tensor, Tuple[List[Tensor], int]]:
              return (x, ([x, torch.neg(x)], 7))
            """;
    private static final String TRANSPOSE =
            """
            def forward(self: SELF, x: Tensor) -> Tensor:
              return torch.t(x)
            """;

    @TempDir Path folder;

    @Test
    void a_linear_layer_answers_rows() throws Exception {
        try (TensorModel model = open(TinyTensorModels.linear(folder))) {
            Tensor answer = only(infer(model, fp32("x", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)));
            assertThat(answer.name()).isEqualTo("output0");
            assertThat(answer.shape()).containsExactly(2L, 2L);
            assertThat(floats(answer)).containsExactly(17, 26, 26, 35);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FP32", "FP64", "FP16", "INT64", "INT32", "INT8", "UINT8", "BOOL"})
    void values_of_every_type_pass_through_unchanged(DataType type) throws Exception {
        byte[] values = new byte[2 * 3 * type.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (type == DataType.BOOL ? i % 2 : i);
        }
        Tensor sent = new Tensor("x", type, List.of(2L, 3L), fixed(values));
        try (TensorModel model = open(module(folder, "Echo", ECHO))) {
            Tensor got = only(infer(model, sent));
            assertThat(got.datatype()).isEqualTo(type);
            assertThat(got.shape()).isEqualTo(sent.shape());
            assertThat(got.data()).isEqualTo(sent.data());
        }
    }

    @Test
    void no_rows_and_a_single_number_are_tensors_too() throws Exception {
        try (TensorModel model = open(module(folder, "Echo", ECHO))) {
            assertThat(only(infer(model, fp32("x", List.of(0L, 3L)))).shape())
                    .containsExactly(0L, 3L);
            Tensor scalar = only(infer(model, fp32("x", List.of(), 5)));
            assertThat(scalar.shape()).isEmpty();
            assertThat(floats(scalar)).containsExactly(5);
        }
    }

    @Test
    void inputs_are_put_in_forwards_order_and_outputs_named() throws Exception {
        Path file = module(folder, "Pair", PAIR);
        var spec =
                new TensorModel.Spec(
                        file, "cpu", 1, 1, List.of("a", "b"), List.of("difference", "product"));
        Tensor a = fp32("a", List.of(1L), 5);
        Tensor b = fp32("b", List.of(1L), 3);
        try (TensorModel model = TensorModel.open(spec)) {
            List<Tensor> answers = infer(model, b, a);
            assertThat(answers).extracting(Tensor::name).containsExactly("difference", "product");
            assertThat(floats(answers.get(0))).containsExactly(2);
            assertThat(floats(answers.get(1))).containsExactly(15);
            assertInvalid(model, ask(a), "\"b\" is missing");
            assertInvalid(model, ask(a, b, fp32("c", List.of(1L), 0)), "\"c\" is none of");
            assertInvalid(model, ask(a, b, b), "twice");
            Payload.Tensors one = choosing(List.of("product"), a, b);
            assertThat(floats(only(answer(model, one)))).containsExactly(15);
            assertInvalid(model, choosing(List.of("sum"), a, b), "no output \"sum\"");
        }
    }

    @Test
    void dictionaries_name_their_outputs() throws Exception {
        try (TensorModel model = open(module(folder, "Dictionary", DICTIONARY))) {
            List<Tensor> answers = infer(model, fp32("x", List.of(1L), 3));
            assertThat(answers).extracting(Tensor::name).containsExactlyInAnyOrder("twice", "half");
        }
    }

    @Test
    void nested_tuples_lists_and_numbers_are_unfolded_in_order() throws Exception {
        try (TensorModel model = open(module(folder, "Nested", NESTED))) {
            List<Tensor> answers = infer(model, fp32("x", List.of(1L), 3));
            assertThat(answers)
                    .extracting(Tensor::name)
                    .containsExactly("output0", "output1", "output2", "output3");
            assertThat(floats(answers.get(2))).containsExactly(-3);
            assertThat(answers.get(3).datatype()).isEqualTo(DataType.INT64);
        }
    }

    @Test
    void a_transposed_answer_is_row_major() throws Exception {
        try (TensorModel model = open(module(folder, "Transpose", TRANSPOSE))) {
            Tensor answer = only(infer(model, fp32("x", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)));
            assertThat(answer.shape()).containsExactly(3L, 2L);
            assertThat(floats(answer)).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    void what_pytorch_refuses_is_a_sentence_about_the_inputs() throws Exception {
        try (TensorModel model = open(TinyTensorModels.linear(folder))) {
            Tensor narrow = fp32("x", List.of(1L, 2L), 1, 2);
            Tensor whole = new Tensor("x", DataType.INT64, List.of(1L, 3L), fixed(new byte[24]));
            assertInvalid(model, ask(narrow), "mat1 and mat2 shapes cannot be multiplied");
            assertInvalid(model, ask(whole), "same dtype");
            assertInvalid(model, ask(narrow, narrow), "takes at most 1 inputs, but 2 were sent");
            assertInvalid(model, ask(), "\"x\" is missing");
            assertThatThrownBy(() -> answer(model, ask(narrow)))
                    .message()
                    .doesNotContain("Traceback", ".cpp", "frame #", "__torch__", "\n");
        }
    }

    @Test
    void tensors_that_pytorch_has_no_place_for_are_refused() throws Exception {
        try (TensorModel model = open(module(folder, "Echo", ECHO))) {
            Tensor small = new Tensor("x", DataType.UINT16, List.of(1L), fixed(new byte[2]));
            assertInvalid(model, ask(small), "datatype UINT16");
            assertInvalid(model, ask(fp32("x", List.of(4L), 1)), "needs 4 values, but has 1");
            Payload chat = new Payload.Chat(List.of(), 1, TextOptions.defaults());
            assertThatThrownBy(() -> answer(model, chat)).hasMessageContaining("takes tensors");
        }
    }

    @Test
    void many_threads_get_each_their_own_answer() throws Exception {
        var spec =
                new TensorModel.Spec(
                        TinyTensorModels.linear(folder), "cpu", 4, 1, List.of(), List.of());
        try (TensorModel model = TensorModel.open(spec);
                var threads = Executors.newFixedThreadPool(8)) {
            var answers =
                    threads.invokeAll(
                            IntStream.range(0, 400)
                                    .<java.util.concurrent.Callable<float[]>>mapToObj(i ->
                                            () ->
                                                    floats(
                                                            only(
                                                                    infer(
                                                                            model,
                                                                            fp32(
                                                                                    "x",
                                                                                    List.of(1L, 3L),
                                                                                    i,
                                                                                    i,
                                                                                    i)))))
                                    .toList());
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).containsExactly(3 * i + 10, 3 * i + 20);
            }
        }
    }

    @Test
    void files_that_are_no_torchscript_say_so() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.pt"), "not a model");
        assertThatThrownBy(() -> open(text))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Damaged.class))
                .hasMessageContaining("notes.pt is no TorchScript file")
                .message()
                .doesNotContain(".cpp", "\n");
        assertThatThrownBy(() -> open(folder.resolve("gone.pt"))).hasMessageContaining("not there");
    }

    @Test
    void a_card_that_is_not_there_is_refused() throws Exception {
        Path file = TinyTensorModels.linear(folder);
        var spec = new TensorModel.Spec(file, "cuda:7", 1, 1, List.of(), List.of());
        assertThatThrownBy(() -> TensorModel.open(spec))
                .hasMessageContaining("choose the processor");
    }

    private static TensorModel open(Path file) {
        return TensorModel.open(new TensorModel.Spec(file, "cpu", 2, 1, List.of(), List.of()));
    }

    private static List<Tensor> infer(TensorModel model, Tensor... inputs) {
        return answer(model, ask(inputs));
    }

    private static List<Tensor> answer(TensorModel model, Payload payload) {
        InferenceResult result = model.answer(InferenceRequest.of(payload), ChunkListener.none());
        return ((InferenceResult.Tensors) result).outputs();
    }

    private static Payload.Tensors choosing(List<String> outputs, Tensor... inputs) {
        return new Payload.Tensors(List.of(inputs), outputs, JsonNodeFactory.instance.objectNode());
    }

    private static void assertInvalid(TensorModel model, Payload payload, String words) {
        assertThatThrownBy(() -> answer(model, payload))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Invalid.class))
                .hasMessageContaining(words);
    }

    private static Tensor only(List<Tensor> tensors) {
        assertThat(tensors).hasSize(1);
        return tensors.getFirst();
    }

    private static Tensor.Data fixed(byte[] values) {
        return new Tensor.Data.Fixed(ByteBuffer.wrap(values));
    }

    private static float[] floats(Tensor tensor) {
        ByteBuffer bytes = ((Tensor.Data.Fixed) tensor.data()).bytes();
        float[] values = new float[bytes.remaining() / 4];
        bytes.duplicate().order(bytes.order()).asFloatBuffer().get(values);
        return values;
    }
}
