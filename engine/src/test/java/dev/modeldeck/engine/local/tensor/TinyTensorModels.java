package dev.modeldeck.engine.local.tensor;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchArchive;

import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** TorchScript files for tests, a few hundred bytes each. */
public final class TinyTensorModels {

    private TinyTensorModels() {}

    /** {@code [N, 3] -> [N, 2]}: a linear layer with weight [[1,0,2],[0,3,0]] and bias [10,20]. */
    public static Path linear(Path folder) throws IOException {
        return write(
                folder.resolve("linear.pt"),
                ModuleSource.named("Linear")
                        .attribute("weight", floats(List.of(2L, 3L), 1, 0, 2, 0, 3, 0))
                        .attribute("bias", floats(List.of(2L), 10, 20))
                        .method(
                                """
                                def forward(self: SELF, x: Tensor) -> Tensor:
                                  return torch.linear(x, self.weight, self.bias)
                                """));
    }

    /**
     * Doubles what it gets, after having taken as many bytes of memory as the (single) value says.
     */
    public static Path hungry(Path folder) throws IOException {
        return module(
                folder,
                "Hungry",
                """
                def forward(self: SELF, x: Tensor) -> Tensor:
                  n = int(torch.item(x))
                  food = torch.ones([n], dtype=0, layout=None, device=None, pin_memory=None)
                  for _0 in range(1000000):
                    food = torch.add_(food, 1)
                  return torch.mul(x, 2)
                """);
    }

    /** Adds one as many times as its (single) value says: a large one takes for ever. */
    public static Path hanging(Path folder) throws IOException {
        return module(
                folder,
                "Hanging",
                """
                def forward(self: SELF, x: Tensor) -> Tensor:
                  y = torch.zeros_like(x)
                  for _0 in range(int(torch.item(x))):
                    y = torch.add_(y, 1)
                  return y
                """);
    }

    /** A module without attributes and with this forward, in a file of its name. */
    public static Path module(Path folder, String name, String forward) throws IOException {
        return write(folder.resolve(name + ".pt"), ModuleSource.named(name).method(forward));
    }

    /** A tensor of FP32. */
    public static Tensor fp32(String name, List<Long> shape, float... values) {
        return new Tensor(name, Tensor.DataType.FP32, shape, new Tensor.Data.Fixed(bytes(values)));
    }

    /** A payload that asks for all outputs. */
    public static Payload.Tensors ask(Tensor... inputs) {
        return new Payload.Tensors(
                List.of(inputs), List.of(), JsonNodeFactory.instance.objectNode());
    }

    private static Path write(Path file, ModuleSource.Builder module) throws IOException {
        TorchArchive.write(module.build(), file);
        return file;
    }

    private static AttributeValue.DenseTensor floats(List<Long> shape, float... values) {
        return new AttributeValue.DenseTensor(TensorType.FLOAT32, shape, bytes(values), false);
    }

    private static ByteBuffer bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.flip();
    }
}
