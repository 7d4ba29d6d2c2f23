package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TensorType;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A decoder that is about to be loaded: what it needs is known, and nothing of it is in memory yet.
 *
 * @param context most tokens of prompt and answer
 * @param weights mapped; closed with the decoder
 * @param dtype in which it is computed, never {@code auto} where weights are quantised already
 */
record StoredDecoder(
        TextModel.Spec spec,
        Checkpoint files,
        DecoderShape shape,
        int context,
        Weights weights,
        String dtype,
        Precision precision) {

    /** Requests side by side up to which eight bits are quicker in Java. */
    private static final int FEW = 4;

    /**
     * @throws EngineException if the files are damaged or ask for what cannot be run here
     */
    static StoredDecoder open(TextModel.Spec spec) {
        Checkpoint files =
                Files.isDirectory(spec.path())
                        ? new ModelFolder(spec.path())
                        : GgufCheckpoint.open(spec.path());
        DecoderShape shape = TextFamilies.shape(files.json("config.json"));
        int context = context(spec, shape);
        DecoderShape served = shape.servedUpTo(context);
        try (Opening opening = new Opening()) {
            Weights weights = files.weights(Precisions.widened(spec.dtype()));
            opening.otherwise(weights::close);
            WeightPlan.Tensor embedding = WeightPlan.of(served, weights).embedding();
            TensorType stored = weights.get(embedding.name(), embedding.size()).type();
            String dtype = DecoderLoader.dtype(spec.dtype(), spec.device(), files, served);
            Precision precision = Precisions.choose(dtype, spec.device(), stored, weights.bytes());
            opening.done();
            return new StoredDecoder(spec, files, served, context, weights, dtype, precision);
        }
    }

    private static int context(TextModel.Spec spec, DecoderShape shape) {
        if (spec.contextLength() > shape.context()) {
            throw EngineException.invalid(
                    "A context of %d tokens was asked for, but this model was made for at most %d. Choose a shorter one."
                            .formatted(spec.contextLength(), shape.context()));
        }
        return spec.contextLength() > 0 ? spec.contextLength() : shape.context();
    }

    /**
     * Whether short steps are to be computed in Java. They read the weights where they lie mapped,
     * so memory must have room for them a second time; and PyTorch multiplies bytes as bytes, which
     * is quicker where many requests are computed at once.
     */
    boolean shortens() {
        boolean quicker = precision.kernel() != LinearKernel.INT8 || spec.concurrency() <= FEW;
        return quicker
                && spec.memory() / 3 > weights.bytes()
                && ShortPassLoader.possible(shape, precision, spec.device());
    }

    /** Bytes that its weights take while it computes. */
    long weightBytes() {
        return shortens() ? 2 * weights.bytes() : weights.bytes();
    }

    /** Bytes of a position of its memory of keys and values. */
    long positionBytes() {
        return KeyValueMemory.bytes(shape, precision);
    }

    /**
     * Loads it; takes seconds.
     *
     * @param positions that it remembers
     * @param thread on which it computes; closed with it
     */
    Decoder load(int positions, ComputeThreads thread, LoadProgress progress) {
        DecoderSpec how =
                DecoderSpec.of(precision, spec.device(), positions)
                        .shortening(shortens())
                        .keeping(kept());
        return DecoderLoader.load(shape, weights, how, thread, progress);
    }

    /** Where weights quantised so, for this kind of processor, are kept. */
    private @Nullable Path kept() {
        Path beginning = spec.quantised();
        return beginning == null
                ? null
                : beginning.resolveSibling(
                        "%s-%s-%s.safetensors"
                                .formatted(beginning.getFileName(), dtype, LinearKernel.layout()));
    }
}
