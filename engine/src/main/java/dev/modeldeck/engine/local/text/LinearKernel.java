package dev.modeldeck.engine.local.text;

/**
 * How weights of linear maps are kept and applied: the fragments of TorchScript in which decoders
 * differ. {@code WEIGHT}, {@code INPUT} and {@code TYPE} (the type computed in) are filled in.
 */
enum LinearKernel {
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
            "ops.quantized.linear_dynamic_fp16(INPUT, WEIGHT)");

    private final String storage;
    private final String pack;
    private final String apply;

    LinearKernel(String storage, String pack, String apply) {
        this.storage = storage;
        this.pack = pack;
        this.apply = apply;
    }

    /** Type of a weight that is ready for use. */
    String storage() {
        return storage;
    }

    /** Expression that makes a weight ready. */
    String pack(String weight, String type) {
        return pack.replace("WEIGHT", weight).replace("TYPE", type);
    }

    /** Expression for {@code x} times the transposed weight. */
    String apply(String x, String weight) {
        return apply.replace("INPUT", x).replace("WEIGHT", weight);
    }
}
