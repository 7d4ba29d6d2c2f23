package dev.modeldeck.engine.local.kernels;

import dev.modeldeck.engine.local.torchscript.TensorType;

/**
 * What a decoder computes in.
 *
 * @param kernel of the layers' linear maps
 * @param head of the output matrix
 * @param activation type of activations, norms and the cache
 */
public record Precision(LinearKernel kernel, LinearKernel head, TensorType activation) {

    /** The same kernel everywhere. */
    public Precision(LinearKernel kernel, TensorType activation) {
        this(kernel, kernel, activation);
    }

    /** Its name, by which it can be asked for. */
    public String word() {
        return switch (kernel) {
            case INT8 -> "int8";
            case INT4 -> "int4";
            case HALF_WEIGHTS -> "fp16";
            case PLAIN, PACKED ->
                    switch (activation) {
                        case BFLOAT16 -> "bf16";
                        case FLOAT16 -> "fp16";
                        default -> "f32";
                    };
        };
    }

    /**
     * Tokens of a sequence up to which sums are added up in the same order by however many threads,
     * so that their number changes no digit. oneDNN splits long sums of float32 between threads,
     * and PyTorch those of a long prompt in four bits.
     */
    public int steadyTokens() {
        return switch (kernel) {
            case PLAIN -> 0;
            case PACKED -> activation == TensorType.BFLOAT16 ? Integer.MAX_VALUE : 0;
            case HALF_WEIGHTS, INT8 -> Integer.MAX_VALUE;
            case INT4 -> LinearKernel.LONG;
        };
    }

    /**
     * Bytes that the weights of linear maps take, all of which are read for every step.
     *
     * @param layers how many weights the maps of the layers have
     * @param last how many the output matrix has
     */
    public double bytes(long layers, long last) {
        return layers * width(kernel) + last * width(head);
    }

    private double width(LinearKernel of) {
        return switch (of) {
            case INT8 -> 1;
            // With a scale and an offset for each group.
            case INT4 -> 0.5 + 4.0 / LinearKernel.GROUP;
            case HALF_WEIGHTS -> 2;
            case PLAIN, PACKED -> activation.bytes();
        };
    }
}
