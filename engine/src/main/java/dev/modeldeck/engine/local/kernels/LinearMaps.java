package dev.modeldeck.engine.local.kernels;

/**
 * Methods in TorchScript by which a module takes the weights of its linear maps and applies them.
 * The module has a list for each map, with an entry a layer, and the attribute {@code dtype}, the
 * type computed in.
 */
public final class LinearMaps {

    /** Gives float16 bytes their real name; PyTorch types them, DJL cannot. */
    public static final String AS_BFLOAT16 =
            """
            def as_bfloat16(self: SELF, x: Tensor) -> Tensor:
              return torch.set_(torch.empty([0], dtype=15), x)
            """;

    /** What arrives in several pieces because it is too large for one. */
    public static final String JOINED =
            """
            def joined(self: SELF, parts: List[Tensor]) -> Tensor:
              whole = parts[0]
              if torch.gt(torch.len(parts), 1):
                whole = torch.cat(parts)
              return whole
            """;

    /** The parts of a weight, one after the other. */
    public static final String STACKED = "torch.cat(parts)";

    private LinearMaps() {}

    /**
     * Puts a tensor where the module computes.
     *
     * @param device as PyTorch writes it: {@code cpu}, {@code cuda:0}
     */
    public static String place(String device) {
        return """
        def place(self: SELF, x: Tensor, dtype: int) -> Tensor:
          return torch.to(x, torch.device("DEVICE"), dtype)
        """
                .replace("DEVICE", device);
    }

    /**
     * Takes the next layer's weight.
     *
     * @param rows expression for its matrix, outputs first, by its {@code parts}
     */
    public static String add(String name, LinearKernel kernel, String rows) {
        return """
        def add_NAME(self: SELF, parts: List[Tensor]) -> None:
          weight = (self).place(ROWS, ops.prim.dtype(parts[0]), )
          _0 = torch.append(self.NAME, PACKED)
          return None
        """
                .replace("ROWS", rows)
                .replace("PACKED", kernel.pack("weight", "self.dtype"))
                .replace("NAME", name);
    }

    /**
     * Takes the next layer's bias.
     *
     * @param rows expression for it, by its {@code parts}
     */
    public static String addBias(String name, String rows) {
        return """
        def add_NAME_bias(self: SELF, parts: List[Tensor]) -> None:
          _0 = torch.append(self.NAME_bias, (self).place(ROWS, self.dtype, ))
          return None
        """
                .replace("ROWS", rows)
                .replace("NAME", name);
    }

    /** Applies the map of a layer. */
    public static String map(String name, LinearKernel kernel, boolean biased) {
        String product = kernel.apply("x", "(self.NAME)[i]");
        return """
        def NAME_map(self: SELF, x: Tensor, i: int) -> Tensor:
          return PRODUCT
        """
                .replace(
                        "PRODUCT",
                        biased ? "torch.add(" + product + ", (self.NAME_bias)[i])" : product)
                .replace("NAME", name);
    }
}
