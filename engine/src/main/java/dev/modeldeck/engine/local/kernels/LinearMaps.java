package dev.modeldeck.engine.local.kernels;

import dev.modeldeck.engine.local.torchscript.AttributeValue.EmptyList;
import dev.modeldeck.engine.local.torchscript.ModuleSource;

/**
 * Linear maps in a module that is being written: a list of weights for each, and methods that add
 * and apply them. The module has the attribute {@code dtype}, the type computed in.
 */
public final class LinearMaps {

    private static final String PLACE =
            """
            def place(self: SELF, x: Tensor, dtype: int) -> Tensor:
              return torch.to(x, torch.device("DEVICE"), dtype)
            """;

    /** Gives float16 bytes their real name; PyTorch types them, DJL cannot. */
    private static final String AS_BFLOAT16 =
            """
            def as_bfloat16(self: SELF, x: Tensor) -> Tensor:
              return torch.set_(torch.empty([0], dtype=15), x)
            """;

    private static final String ADD =
            """
            def add_NAME(self: SELF, parts: List[Tensor]) -> None:
              weight = (self).place(torch.cat(parts), ops.prim.dtype(parts[0]), )
              _0 = torch.append(self.NAME, PACKED)
              return None
            """;

    private static final String ADD_BIAS =
            """
            def add_NAME_bias(self: SELF, parts: List[Tensor]) -> None:
              _0 = torch.append(self.NAME_bias, (self).place(torch.cat(parts), self.dtype, ))
              return None
            """;

    private static final String MAP =
            """
            def NAME_map(self: SELF, x: Tensor, i: int) -> Tensor:
              return PRODUCT
            """;

    private LinearMaps() {}

    /**
     * What any weight needs to come in: {@code place}, which puts a tensor on the device, and
     * {@code as_bfloat16}.
     *
     * @param device as PyTorch writes it: {@code cpu}, {@code cuda:0}
     */
    public static void begin(ModuleSource.Builder module, String device) {
        module.method(PLACE.replace("DEVICE", device)).method(AS_BFLOAT16);
    }

    /**
     * A linear map of each layer: {@code add_NAME} takes the next layer's weight (parts are
     * stacked), {@code add_NAME_bias} its bias, {@code NAME_map(x, i)} applies it.
     */
    public static void add(
            ModuleSource.Builder module, String name, LinearKernel kernel, boolean biased) {
        module.attribute(name, new EmptyList("List[" + kernel.storage() + "]"));
        module.attribute(name + "_bias", new EmptyList("List[Tensor]"));
        String product = kernel.apply("x", "(self.NAME)[i]");
        String whole = biased ? "torch.add(" + product + ", (self.NAME_bias)[i])" : product;
        module.method(
                ADD.replace("PACKED", kernel.pack("weight", "self.dtype")).replace("NAME", name));
        module.method(ADD_BIAS.replace("NAME", name));
        module.method(MAP.replace("PRODUCT", whole).replace("NAME", name));
    }
}
