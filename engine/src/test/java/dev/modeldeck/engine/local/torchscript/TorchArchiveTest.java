package dev.modeldeck.engine.local.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.training.GradientCollector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class TorchArchiveTest {

    private static final String SCALE =
            """
            def scale(self: SELF, x: Tensor) -> Tensor:
              y = torch.linear(x, self.weight, None)
              return torch.mul(y, self.factor)
            """;
    private static final String REMEMBER =
            """
            def remember(self: SELF, x: Tensor) -> int:
              _0 = torch.append(self.seen, x)
              return torch.len(self.seen)
            """;
    private static final String FORWARD =
            """
            def forward(self: SELF, x: Tensor) -> Tensor:
              return torch.sum(torch.mul((self).scale(x, ), self.bias))
            """;

    @Test
    void a_written_module_answers_methods_by_name_and_keeps_state() throws Exception {
        try (TorchModule module = TorchModule.load(source());
                PtNDArray x = array(module.manager(), 1, 10);
                IValue argument = IValue.from(x);
                IValue scaled = module.call("scale", argument);
                PtNDArray result = scaled.toTensor(module.manager())) {
            assertThat(result.getShape()).isEqualTo(new Shape(1, 3));
            assertThat(result.toFloatArray()).containsExactly(10.5f, 21.5f, 32.5f);
            assertThat(remember(module, argument)).isEqualTo(1);
            assertThat(remember(module, argument)).isEqualTo(2);
        }
    }

    @Test
    void parameters_are_trainable_by_name(@TempDir Path folder) throws Exception {
        TorchArchive.write(source(), folder.resolve("tiny.pt"));
        TorchRuntime.start(0);
        try (Model model = Model.newInstance("tiny", Device.cpu(), "PyTorch")) {
            model.load(folder, "tiny", Map.of("trainParam", "true"));
            PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
            assertThat(block.getDirectParameters().keys()).containsExactly("weight");
            NDArray weight = block.getDirectParameters().get(0).getValue().getArray();
            try (NDArray x = array((PtNDManager) model.getNDManager(), 1, 10);
                    GradientCollector gradients =
                            model.getNDManager().getEngine().newGradientCollector()) {
                NDList loss = IValueUtils.forward(block, new NDList(x), true);
                gradients.backward(loss.singletonOrThrow());
            }
            // d loss / d weight = factor * bias of the row * x of the column
            assertThat(weight.getGradient().toFloatArray())
                    .containsExactly(.5f, 5f, 1f, 10f, 1.5f, 15f);
        }
    }

    @Test
    void the_same_module_gives_the_same_bytes() {
        assertThat(TorchArchive.bytes(source())).isEqualTo(TorchArchive.bytes(source()));
    }

    @Test
    void a_tensor_must_have_the_bytes_of_its_shape() {
        assertThatThrownBy(() -> tensor(List.of(2L, 2L), false, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes");
    }

    @Test
    void all_kinds_of_attributes_arrive() throws Exception {
        ModuleSource source =
                ModuleSource.named("Kinds")
                        .attribute("flag", new AttributeValue.Flag(true))
                        .attribute("small", new AttributeValue.Whole(200))
                        .attribute("negative", new AttributeValue.Whole(-7))
                        .attribute("large", new AttributeValue.Whole(1L << 40))
                        .attribute("wholes", new AttributeValue.Wholes(List.of(3L, -300L)))
                        .attribute("decimal", new AttributeValue.Decimal(0.25))
                        .attribute("text", new AttributeValue.Text("grün"))
                        .attribute("nothing", new AttributeValue.Absent("Optional[Tensor]"))
                        .method(
                                """
                                def all(self: SELF) -> Tuple[bool, int, float, str, bool, int]:
                                  total = torch.add(torch.add(self.small, self.negative), self.large)
                                  empty = torch.__is__(self.nothing, None)
                                  difference = torch.sub((self.wholes)[0], (self.wholes)[1])
                                  return (self.flag, total, self.decimal, self.text, empty, difference)
                                """)
                        .build();
        try (TorchModule module = TorchModule.load(source);
                IValue all = module.call("all")) {
            IValue[] items = all.toIValueTuple();
            assertThat(items[0].toBoolean()).isTrue();
            assertThat(items[1].toLong()).isEqualTo(193 + (1L << 40));
            assertThat(items[2].toDouble()).isEqualTo(0.25, within(0.0));
            assertThat(items[3].toStringValue()).isEqualTo("grün");
            assertThat(items[4].toBoolean()).isTrue();
            assertThat(items[5].toLong()).isEqualTo(303);
            List.of(items).forEach(IValue::close);
        }
    }

    private static ModuleSource source() {
        return ModuleSource.named("Tiny")
                .attribute("weight", tensor(List.of(3L, 2L), true, 1, 2, 3, 4, 5, 6))
                .attribute("bias", tensor(List.of(3L), false, 1, 2, 3))
                .attribute("factor", new AttributeValue.Decimal(0.5))
                .attribute("seen", new AttributeValue.EmptyList("List[Tensor]"))
                .method(SCALE)
                .method(REMEMBER)
                .method(FORWARD)
                .build();
    }

    private static long remember(TorchModule module, IValue argument) {
        try (IValue count = module.call("remember", argument)) {
            return count.toLong();
        }
    }

    private static PtNDArray array(PtNDManager manager, float... values) {
        return (PtNDArray) manager.create(values, new Shape(1, values.length));
    }

    private static AttributeValue tensor(List<Long> shape, boolean parameter, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return new AttributeValue.DenseTensor(TensorType.FLOAT32, shape, bytes.flip(), parameter);
    }
}
