package dev.modeldeck.engine.local.kernels;

import java.util.List;
import java.util.Locale;

/**
 * How weights of linear maps are kept and applied: the fragments of TorchScript in which decoders
 * differ. {@code WEIGHT}, {@code INPUT} and {@code TYPE} (the type computed in) are filled in. In
 * every kernel a row of the product depends on its own row of the input only.
 */
public enum LinearKernel {
    /** The weight as it is; runs on every device. */
    PLAIN(
            "Tensor",
            "torch.contiguous(torch.to(WEIGHT, TYPE))",
            "torch.linear(INPUT, WEIGHT, None)"),

    /**
     * oneDNN's own layout: twice the speed of PLAIN for one token on a CPU. For float32 and
     * bfloat16.
     */
    PACKED(
            "Tensor",
            "ops.mkldnn._reorder_linear_weight(torch.contiguous(torch.to(WEIGHT, TYPE)), 1)",
            "ops.mkldnn._linear_pointwise(INPUT, WEIGHT, None, \"none\","
                    + " annotate(List[Optional[number]], []), None)"),

    /**
     * FBGEMM's float16 weights under float32 activations: close to exact for 16-bit checkpoints.
     */
    HALF_WEIGHTS(
            "__torch__.torch.classes.quantized.LinearPackedParamsBase",
            "ops.quantized.linear_prepack_fp16(torch.contiguous(torch.to(WEIGHT, 6)), None)",
            "ops.quantized.linear_dynamic_fp16(INPUT, WEIGHT)"),

    /**
     * Eight bits both ways, FBGEMM's product: symmetric weights with a scale for each output,
     * inputs with a scale for each row, so that it does not depend on the row's neighbours. A row
     * of zeros divided by its largest is quantised to anything, and multiplied by zero at the end.
     * A quarter of float32's memory, read as fast as memory gives it.
     */
    INT8(
            "__torch__.torch.classes.quantized.LinearPackedParamsBase",
            "(self).int8_ready((self).int8_quantised(WEIGHT, ), )",
            "(self).int8_product(INPUT, WEIGHT, )",
            """
            def int8_quantised(self: SELF, weight: Tensor) -> Tuple[Tensor, Tensor]:
              w = torch.to(weight, 6)
              scale = torch.clamp_min(torch.div(torch.amax(torch.abs(w), [1]), 127.), 1e-12)
              return (torch.to(torch.round(torch.div(w, torch.unsqueeze(scale, 1))), 1), scale)
            """,
            """
            def int8_ready(self: SELF, quantised: Tuple[Tensor, Tensor]) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
              q, scale, = quantised
              whole = torch._make_per_channel_quantized_tensor(q, torch.to(scale, 7), torch.zeros_like(scale, dtype=4), 0)
              return ops.quantized.linear_prepack(whole, None)
            """,
            """
            def int8_product(self: SELF, x: Tensor, weight: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
              x = torch.to(x, 6)
              if torch.gt(torch.size(x, 0), 8):
                most = torch.maximum(torch.amax(x, [1], True), torch.neg(torch.amin(x, [1], True)))
              else:
                most = torch.linalg_vector_norm(x, float("inf"), [1], True)
              y = ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(torch.div(x, most), STEP, MIDDLE, weight)
              return torch.mul_(y, most)
            """
                    .replace("STEP", String.valueOf(1.0 / Processor.largestByte()))
                    .replace("MIDDLE", String.valueOf(Processor.largestByte() + 1))),

    /**
     * Four bits a weight, with a scale and an offset in bfloat16 for every 32 of a row, which are
     * five bits in all; inputs in bfloat16. Rows must come in sixteens. The steps between a group's
     * least and most are 15, or as few as 12 where these come nearer: weights that were four bits
     * already stay what they are, also where their group did not use all sixteen values.
     */
    INT4(
            "Tuple[Tensor, Tensor]",
            "(self).int4_ready((self).int4_quantised(WEIGHT, ), )",
            "(self).int4_product(INPUT, WEIGHT, )",
            """
            def int4_ready(self: SELF, quantised: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
              packed, scales, = quantised
              return (packed, torch.set_(torch.empty([0], dtype=15), scales))
            """,
            """
            def int4_quantised(self: SELF, weight: Tensor) -> Tuple[Tensor, Tensor]:
              parts = torch.split(weight, torch.add(torch.floordiv(PIECE, torch.size(weight, 1)), 1))
              numbers = annotate(List[Tensor], [])
              scales = annotate(List[Tensor], [])
              for i in range(torch.len(parts)):
                q, both, = (self).int4_part(torch.to(parts[i], 6), )
                _0 = torch.append(numbers, q)
                _1 = torch.append(scales, both)
              packed = torch._convert_weight_to_int4pack_for_cpu(torch.to(torch.cat(numbers), 3), 1)
              both = torch.contiguous(torch.permute(torch.cat(scales), [1, 0, 2]))
              return (packed, torch.set_(torch.empty([0], dtype=5), both))
            """
                    .replace("PIECE", String.valueOf(LinearKernel.PIECE)),
            """
            def int4_part(self: SELF, weight: Tensor) -> Tuple[Tensor, Tensor]:
              w = torch.view(weight, [torch.size(weight, 0), -1, GROUP])
              low = torch.amin(w, [2], True)
              reach = torch.sub(torch.amax(w, [2], True), low)
              w = torch.sub(w, low)
              scale = (self).int4_scale(reach, 15., )
              least = (self).int4_loss(w, scale, )
              for i in range(3):
                other = (self).int4_scale(reach, torch.sub(14., i), )
                loss = (self).int4_loss(w, other, )
                scale = torch.where(torch.lt(loss, least), other, scale)
                least = torch.minimum(loss, least)
              q = torch.view(torch.to((self).int4_nearest(w, scale, ), 0), torch.size(weight))
              both = torch.cat([scale, torch.add(low, torch.mul(scale, 8.))], 2)
              return (q, torch.to(both, 15))
            """
                    .replace("GROUP", String.valueOf(LinearKernel.GROUP)),
            """
            def int4_scale(self: SELF, reach: Tensor, steps: float) -> Tensor:
              scale = torch.clamp_min(torch.div(reach, steps), 1e-6)
              return torch.to(torch.to(scale, 15), 6)
            """,
            """
            def int4_nearest(self: SELF, above: Tensor, scale: Tensor) -> Tensor:
              return torch.clamp_(torch.round_(torch.div(above, scale)), 0, 15)
            """,
            """
            def int4_loss(self: SELF, above: Tensor, scale: Tensor) -> Tensor:
              missed = torch.sub_(torch.mul_((self).int4_nearest(above, scale, ), scale), above)
              return torch.linalg_vector_norm(missed, 2, [2], True)
            """,
            """
            def int4_product(self: SELF, x: Tensor, weight: Tuple[Tensor, Tensor]) -> Tensor:
              packed, scales, = weight
              x = torch.contiguous(torch.to(x, 15))
              whole = torch.eq(torch.remainder(torch.size(scales, 1), TILE), 0)
              if torch.__and__(torch.__and__(self.prompt, self.tiles), whole):
                y = torch.mm(x, (self).int4_whole(packed, scales, ))
              else:
                y = torch._weight_int4pack_mm_for_cpu(x, packed, GROUP, scales)
              return y
            """
                    .replace("TILE", String.valueOf(LinearKernel.TILE))
                    .replace("GROUP", String.valueOf(LinearKernel.GROUP)),
            """
            def int4_whole(self: SELF, packed: Tensor, scales: Tensor) -> Tensor:
              k = torch.mul(torch.size(scales, 0), GROUP)
              n = torch.size(scales, 1)
              tiles = torch.permute(torch.view(packed, [-1, k, HALF]), [1, 0, 2])
              q = torch.cat([torch.bitwise_and(tiles, 15), torch.bitwise_right_shift(tiles, 4)], 2)
              q = torch.view(torch.to(torch.contiguous(q), 15), [-1, GROUP, n])
              scale = torch.unsqueeze(torch.contiguous(torch.select(scales, 2, 0)), 1)
              middle = torch.unsqueeze(torch.contiguous(torch.select(scales, 2, 1)), 1)
              low = torch.sub(middle, torch.mul(scale, 8.))
              return torch.view(torch.addcmul(low, q, scale), [k, n])
            """
                    .replace("HALF", String.valueOf(LinearKernel.TILE / 2))
                    .replace("GROUP", String.valueOf(LinearKernel.GROUP)),
            """
            def int4_tiles(self: SELF) -> bool:
              q = torch.view(torch.remainder(torch.arange(SIZE, dtype=3), 15), [TILE, GROUP])
              packed = torch._convert_weight_to_int4pack_for_cpu(q, 1)
              scales = torch.to(torch.cat([torch.ones([1, TILE, 1]), torch.mul(torch.ones([1, TILE, 1]), 8.)], 2), 15)
              return torch.equal((self).int4_whole(packed, scales, ), torch.to(torch.t(q), 15))
            """
                    .replace("SIZE", String.valueOf(LinearKernel.TILE * LinearKernel.GROUP))
                    .replace("TILE", String.valueOf(LinearKernel.TILE))
                    .replace("GROUP", String.valueOf(LinearKernel.GROUP)));

    /** Weights that are quantised at a time in {@link #INT4}: they fit into a processor's cache. */
    private static final int PIECE = 1 << 17;

    /** Weights of a row that share a scale in {@link #INT4}. */
    public static final int GROUP = 32;

    /**
     * Rows that {@link #INT4} packs together on processors with AVX-512: a byte has the numbers of
     * one row, and of the row that is half a tile further. There a long prompt is computed with the
     * weight as it was, which is made for it again: 2.7 times as fast at 256 tokens.
     */
    private static final int TILE = 64;

    /** A piece of a prompt that is longer is computed as one in {@link #INT4}. */
    public static final int LONG = 64;

    /** Rows of a matrix are a multiple of this in {@link #INT4}. */
    public static final int ROWS = 16;

    private final String storage;
    private final String pack;
    private final String apply;
    private final List<String> methods;

    LinearKernel(String storage, String pack, String apply, String... methods) {
        this.storage = storage;
        this.pack = pack;
        this.apply = apply;
        this.methods = List.of(methods);
    }

    /** Methods that the module must have for it. */
    public List<String> methods() {
        return methods;
    }

    /** Whether {@link #INT4} packs a matrix of so many rows in whole tiles here. */
    public static boolean tiled(int rows) {
        return rows % TILE == 0 && Processor.kind().equals("avx512");
    }

    /** Whether a weight is first quantised to a pair of plain tensors, which can be kept. */
    public boolean quantises() {
        return this == INT8 || this == INT4;
    }

    /**
     * Names the form in which quantised weights are kept: it differs between kinds of processors,
     * and changes when the kernels do.
     */
    public static String layout() {
        return "1-" + Processor.kind();
    }

    /** Expression that quantises a weight, for kernels that do. */
    public String quantised(String weight) {
        return "(self).%s_quantised(%s, )".formatted(prefix(), weight);
    }

    /** Expression that makes a quantised weight ready. */
    public String ready(String quantised) {
        return "(self).%s_ready(%s, )".formatted(prefix(), quantised);
    }

    private String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Expression for whether it pays to make a weight again from what it was packed into: where
     * that is known and bfloat16 is multiplied by the processor itself.
     */
    public String unpacks() {
        return this == INT4 && Processor.bfloat16() ? "(self).int4_tiles()" : "False";
    }

    /** Type of a weight that is ready for use. */
    public String storage() {
        return storage;
    }

    /** Expression that makes a weight ready. */
    public String pack(String weight, String type) {
        return pack.replace("WEIGHT", weight).replace("TYPE", type);
    }

    /** Expression for {@code x} times the transposed weight. */
    public String apply(String x, String weight) {
        return apply.replace("INPUT", x).replace("WEIGHT", weight);
    }
}
