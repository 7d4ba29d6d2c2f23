package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.LinearMaps;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Flag;
import dev.modeldeck.engine.local.torchscript.AttributeValue.Whole;
import dev.modeldeck.engine.local.torchscript.ModuleSource;

import java.util.stream.Stream;

/**
 * Writes the decoder of a model as a TorchScript module: its sizes as attributes, the linear maps,
 * which depend on kernel and biases, and {@link DecoderMethods}, whose holes are filled with what
 * is this family's own.
 */
final class DecoderSource {

    private static final String BIAS =
            """
            def NAME_bias_of(self: SELF, i: int) -> Tensor:
              return torch.to((self.NAME_bias)[i], 6)
            """;

    private final DecoderShape shape;
    private final SourceTemplate module = new SourceTemplate("Decoder");

    private DecoderSource(DecoderShape shape) {
        this.shape = shape;
    }

    /**
     * @param device as TorchScript writes it: {@code cpu}, {@code cuda:0}
     */
    static ModuleSource write(DecoderShape shape, Precision precision, String device) {
        DecoderSource source = new DecoderSource(shape);
        LinearKernel kernel = precision.kernel();
        source.sizes(precision);
        source.storage(device);
        Stream.of(kernel, precision.head())
                .flatMap(each -> each.methods().stream())
                .distinct()
                .forEach(source.module::method);
        source.linear("qkv", kernel, shape.attention().biased());
        source.linear("output", kernel, shape.attention().outputBiased());
        source.linear(shape.mlp().first(), kernel, shape.mlp().biased());
        source.linear("down", kernel, shape.mlp().biased());
        source.linear("head", precision.head(), false);
        source.module.fill("tiles", kernel.unpacks());
        source.fillHoles();
        DecoderMethods.ALL.forEach(source.module::method);
        return source.module.build();
    }

    private void sizes(Precision precision) {
        Attention attention = shape.attention();
        module.attribute("layers", new Whole(shape.layers().size()))
                .attribute("heads", new Whole(attention.heads()))
                .attribute("kv_heads", new Whole(attention.kvHeads()))
                .attribute("head_size", new Whole(attention.headSize()))
                .attribute("dtype", new Whole(precision.activation().code()))
                .attribute("prompt", new Flag(false))
                .attribute("tiles", new Flag(false));
    }

    /** Lists of plain tensors, and where tensors are put. */
    private void storage(String device) {
        Stream.of("embedding", "keys", "values", "head_keys", "head_values")
                .forEach(name -> module.list(name, "Tensor"));
        module.method(LinearMaps.place(device));
    }

    private void fillHoles() {
        EmbeddingSource.write(shape, module);
        NormSource.write(shape, module);
        PositionSource.write(shape, module);
        AttentionSource.write(shape, module);
        module.fill("long", String.valueOf(LinearKernel.LONG));
        Mlp mlp = shape.mlp();
        module.fill(
                "activated",
                mlp.gated()
                        ? """
                        both = (self).gate_up_map(h, layer, )
                        gate = torch.slice(both, 1, 0, %1$d)
                        h = torch.mul_(%2$s, torch.slice(both, 1, %1$d))
                        """
                                .formatted(mlp.width(), mlp.activation().of("gate"))
                        : "h = " + mlp.activation().of("(self).up_map(h, layer, )"));
    }

    /** A linear map of each layer: how a weight is added (parts stacked), and how it is applied. */
    private void linear(String name, LinearKernel kernel, boolean biased) {
        module.list(name, kernel.storage())
                .method(LinearMaps.add(name, kernel, rows(name, LinearMaps.STACKED)))
                .method(LinearMaps.map(name, kernel, biased));
        if (kernel.quantises()) {
            quantised(name, kernel);
        }
        if (biased) {
            module.list(name + "_bias", "Tensor")
                    .method(LinearMaps.addBias(name, ordered(name, LinearMaps.STACKED)))
                    .method(BIAS.replace("NAME", name));
        }
    }

    /** The same in steps, between which the quantised weight can be kept or is found. */
    private void quantised(String name, LinearKernel kernel) {
        module.method(
                        """
                        def quantised_NAME(self: SELF, parts: List[Tensor]) -> Tuple[Tensor, Tensor]:
                          weight = (self).place(ROWS, ops.prim.dtype(parts[0]), )
                          return QUANTISED
                        """
                                .replace("ROWS", rows(name, LinearMaps.STACKED))
                                .replace("QUANTISED", kernel.quantised("weight"))
                                .replace("NAME", name))
                .method(
                        """
                        def ready_NAME(self: SELF, pair: Tuple[Tensor, Tensor]) -> STORAGE:
                          return READY
                        """
                                .replace("STORAGE", kernel.storage())
                                .replace("READY", kernel.ready("pair"))
                                .replace("NAME", name))
                .method(
                        """
                        def append_NAME(self: SELF, ready: STORAGE) -> None:
                          _0 = torch.append(self.NAME, ready)
                          return None
                        """
                                .replace("STORAGE", kernel.storage())
                                .replace("NAME", name));
    }

    /** A matrix as the kernels take it: outputs first. */
    private String rows(String name, String stored) {
        boolean transposed = shape.names().transposed() && !name.equals("head");
        return ordered(name, transposed ? "torch.contiguous(torch.t(" + stored + "))" : stored);
    }

    private String ordered(String name, String rows) {
        return shape.attention().turnsInPart() && name.equals("qkv")
                ? "torch.index_select("
                        + rows
                        + ", 0, torch.to(self.order, torch.device(\"cpu\"), 4))"
                : rows;
    }
}
