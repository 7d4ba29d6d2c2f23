package dev.modeldeck.engine.local.kernels;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.TensorType;

/** Chooses what a decoder computes in, for a device, a wish and what is stored. */
public final class Precisions {

    private static final long SMALL = 100_000_000;

    private Precisions() {}

    /**
     * @param wish {@code auto}, {@code f32}, {@code bf16}, {@code fp16}, {@code int8} or {@code
     *     int4}
     * @param stored type of the weights on disk
     * @param bytes size of the weights on disk
     */
    public static Precision choose(String wish, String device, TensorType stored, long bytes) {
        boolean cpu = device.equals("cpu");
        return switch (wish) {
            case "auto" -> cpu ? onCpu(stored, bytes) : new Precision(LinearKernel.PLAIN, stored);
            case "f32" -> exact(cpu);
            case "bf16" -> bfloat16(cpu);
            case "fp16" ->
                    cpu ? halfOnCpu() : new Precision(LinearKernel.PLAIN, TensorType.FLOAT16);
            case "int8" -> {
                mustQuantise(wish, device);
                yield new Precision(LinearKernel.INT8, TensorType.FLOAT32);
            }
            case "int4" -> {
                mustQuantise(wish, device);
                // The head decides between tokens: it keeps eight bits, whatever its rows.
                yield new Precision(LinearKernel.INT4, LinearKernel.INT8, TensorType.BFLOAT16);
            }
            default ->
                    throw EngineException.invalid(
                            "There is no data type \"%s\". Choose auto, f32, bf16, fp16, int8 or int4."
                                    .formatted(wish));
        };
    }

    /**
     * Type in which quantised weights are handed to the loader: halves hold what up to eight bits
     * and a scale say, but for their last digits.
     */
    public static TensorType widened(String wish) {
        return wish.equals("f32") ? TensorType.FLOAT32 : TensorType.FLOAT16;
    }

    /** Whether quantised weights can be computed with here. */
    public static boolean quantises(String device) {
        return device.equals("cpu") && Processor.x86();
    }

    /**
     * 16-bit weights stay 16 bits wide. bfloat16 reads prompts faster where the processor knows it;
     * halves are closer to exact, and quicker for small models.
     */
    private static Precision onCpu(TensorType stored, long bytes) {
        if (stored == TensorType.FLOAT32 || !Processor.x86()) {
            return exact(true);
        }
        return stored == TensorType.BFLOAT16 && bytes > SMALL && Processor.bfloat16()
                ? new Precision(LinearKernel.PACKED, TensorType.BFLOAT16)
                : halfOnCpu();
    }

    private static Precision bfloat16(boolean cpu) {
        boolean packed = cpu && Processor.x86() && OneDnn.packsBfloat16();
        return new Precision(
                packed ? LinearKernel.PACKED : LinearKernel.PLAIN, TensorType.BFLOAT16);
    }

    private static Precision exact(boolean cpu) {
        return new Precision(
                cpu && Processor.x86() ? LinearKernel.PACKED : LinearKernel.PLAIN,
                TensorType.FLOAT32);
    }

    private static void mustQuantise(String wish, String device) {
        if (!quantises(device)) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "%s weights are computed on x86 processors only. Choose bf16 or fp16."
                                    .formatted(wish)));
        }
    }

    /** CPUs rarely compute in float16: weights are halves, activations float32. */
    private static Precision halfOnCpu() {
        return Processor.x86()
                ? new Precision(LinearKernel.HALF_WEIGHTS, TensorType.FLOAT32)
                : exact(true);
    }
}
