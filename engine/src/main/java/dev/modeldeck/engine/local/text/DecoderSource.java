package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.AttributeValue;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Decimal;
import dev.modeldeck.engine.local.torchscript.AttributeValue.EmptyList;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Whole;
import dev.modeldeck.engine.local.torchscript.ModuleSource;
import dev.modeldeck.engine.local.torchscript.TensorType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the decoder of a model as a TorchScript module: its sizes as attributes, the linear maps,
 * which depend on kernel and biases, and {@link DecoderMethods}, which are the same for all.
 */
final class DecoderSource {

    private final DecoderShape shape;
    private final ModuleSource.Builder module = ModuleSource.named("Decoder");

    private DecoderSource(DecoderShape shape) {
        this.shape = shape;
    }

    /**
     * @param device as PyTorch writes it: {@code cpu}, {@code cuda:0}
     */
    static ModuleSource write(DecoderShape shape, Precision precision, String device) {
        DecoderSource source = new DecoderSource(shape);
        LinearKernel kernel = precision.kernel();
        source.sizes(precision);
        source.storage(device);
        source.module.method(
                shape.headNorm() ? DecoderMethods.HEAD_NORM : DecoderMethods.NO_HEAD_NORM);
        Stream.of(kernel, precision.head())
                .flatMap(each -> each.methods().stream())
                .distinct()
                .forEach(source.module::method);
        source.linear("qkv", kernel, shape.biases().queryKeyValue());
        source.linear("output", kernel, shape.biases().output());
        source.linear("gate_up", kernel, shape.biases().mlp());
        source.linear("down", kernel, shape.biases().mlp());
        source.linear("head", precision.head(), false);
        DecoderMethods.ALL.forEach(source.module::method);
        return source.module.build();
    }

    private void sizes(Precision precision) {
        module.attribute("layers", new Whole(shape.layers()))
                .attribute("heads", new Whole(shape.heads()))
                .attribute("kv_heads", new Whole(shape.kvHeads()))
                .attribute("head_size", new Whole(shape.headSize()))
                .attribute("window", new Whole(shape.slidingWindow()))
                .attribute("root", new Decimal(Math.sqrt(shape.hidden())))
                .attribute("floor", scalar(Math.sqrt(shape.hidden() * shape.normEpsilon())))
                .attribute("head_root", new Decimal(Math.sqrt(shape.headSize())))
                .attribute("head_floor", scalar(Math.sqrt(shape.headSize() * shape.normEpsilon())))
                .attribute("dtype", new Whole(precision.activation().code()));
    }

    /** Lists of plain tensors, and where tensors are put. */
    private void storage(String device) {
        for (String name :
                List.of(
                        "embedding",
                        "attention_norm",
                        "head_norm",
                        "mlp_norm",
                        "last_norm",
                        "keys",
                        "values")) {
            module.attribute(name, new EmptyList("List[Tensor]"));
        }
        module.method(
                """
                def place(self: SELF, x: Tensor, dtype: int) -> Tensor:
                  return torch.to(x, torch.device("%s"), dtype)
                """
                        .formatted(device));
        for (String norm : List.of("attention_norm", "mlp_norm", "last_norm")) {
            module.method(
                    """
                    def add_NAME(self: SELF, weight: Tensor) -> None:
                      _0 = torch.append(self.NAME, torch.mul((self).place(weight, 6, ), self.root))
                      return None
                    """
                            .replace("NAME", norm));
        }
    }

    /** A linear map of each layer: how a weight is added (parts stacked), and how it is applied. */
    private void linear(String name, LinearKernel kernel, boolean biased) {
        module.attribute(name, new EmptyList("List[" + kernel.storage() + "]"));
        module.attribute(name + "_bias", new EmptyList("List[Tensor]"));
        String product = kernel.apply("x", "(self.NAME)[i]");
        module.method(
                """
                def add_NAME(self: SELF, parts: List[Tensor]) -> None:
                  weight = (self).place(torch.cat(parts), ops.prim.dtype(parts[0]), )
                  _0 = torch.append(self.NAME, PACKED)
                  return None
                """
                        .replace("PACKED", kernel.pack("weight", "self.dtype"))
                        .replace("NAME", name));
        module.method(
                """
                def add_NAME_bias(self: SELF, parts: List[Tensor]) -> None:
                  _0 = torch.append(self.NAME_bias, (self).place(torch.cat(parts), self.dtype, ))
                  return None
                """
                        .replace("NAME", name));
        module.method(
                """
                def NAME_map(self: SELF, x: Tensor, i: int) -> Tensor:
                  return PRODUCT
                """
                        .replace(
                                "PRODUCT",
                                biased
                                        ? "torch.add(" + product + ", (self.NAME_bias)[i])"
                                        : product)
                        .replace("NAME", name));
    }

    private static AttributeValue scalar(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        return new AttributeValue.DenseTensor(
                TensorType.FLOAT32, List.of(), bytes.putFloat((float) value).flip(), false);
    }
}
